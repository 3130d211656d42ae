import type { AnswerTexts } from './answer-texts.js'

const join = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
const have = (names: readonly string[]) => (names.length === 1 ? 'has' : 'have')
const each = (names: readonly string[]) => (names.length === 1 ? '' : ' each')

/** The noun of the rows for one of them; a noun that does not end in `s` is left as it is. */
const oneOf = (rows: string) =>
  rows.replace(/^(\S+?)(ies|sses|ches|shes|xes|s)(?= |$)/u, (noun, stem: string, ending: string) => {
    if (ending === 's') return /[su]$/u.test(stem) ? noun : stem
    return ending === 'ies' ? `${stem}y` : stem + ending.slice(0, -2)
  })

export const english: AnswerTexts = {
  count: (count, rows) => `${count} ${count === '1' ? oneOf(rows) : rows}`,
  distinct: (count, column, rows) => `${count} different values of ${column} in ${rows}`,
  measure: (measure, rows, value) => `${measure} of ${rows}: ${value}`,
  noValue: (measure, rows) => `${measure} of ${rows}: there is no value to take it of`,
  exists: (holds, rows) => (holds ? `Yes, there are ${rows}` : `No, there are no ${rows}`),
  share: (rows, part, value) => `${value} % of ${rows} have ${part}`,
  difference: (rows, first, second, value, isLess) =>
    `${value} ${isLess ? 'fewer' : 'more'} ${rows} with ${first} than with ${second}`,
  more: (holds, rows, first, second) =>
    `${holds ? 'Yes, there are' : 'No, there are not'} more ${rows} with ${first} than with ${second}`,
  groups: (measure, rows, columns, list) => `${measure} of ${rows} per ${columns}: ${list}`,
  groupCount: (count) => `${count} groups`,
  most: (names, rows, count, descending) =>
    `${join(names)} ${have(names)} the ${descending ? 'most' : 'fewest'} ${rows}: ${count}${each(names)}`,
  extreme: (names, column, value, descending) =>
    `${join(names)} ${have(names)} the ${descending ? 'highest' : 'lowest'} ${column}: ${value}`,
  place: (name, column, value, place, descending) =>
    `${name} has place ${place} by ${column}, ${descending ? 'highest' : 'lowest'} first: ${value}`,
  noneRanked: (rows, column) => `no ${rows} with a ${column}`,
  top: (count, what, by, descending, list) =>
    `${descending ? 'top' : 'bottom'} ${count} of ${what} by ${by}: ${list}`,
  list: (count, rows, names) => `${count} ${rows}${names === '' ? '' : `: ${names}`}`,
  values: (count, column, rows, names) => `${count} different values of ${column} in ${rows}: ${names}`,
  lookup: (rows, values) => `${rows}: ${values}`,
  none: (rows) => `no ${rows}`,
  neutralRows: (count, one) => `${count} ${one ? 'row' : 'rows'}`,
  without: (count, total, column) => `${count} of ${total} have no ${column}`,
  wrongType: (count, total, column) => `${count} of ${total} have a ${column} of another type`,
  matching: 'the matching',
  badLines: (count) => `${count} lines could not be read`,
  tied: (count, place) => `${count} share place ${place}`,
  noName: '(none)',
  yes: 'yes',
  no: 'no',
}
