import type { AnswerTexts } from './answer-texts.js'

const join = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} und ${names.at(-1)}`
const have = (names: readonly string[]) => (names.length === 1 ? 'hat' : 'haben')
const each = (names: readonly string[]) => (names.length === 1 ? '' : 'je ')

export const german: AnswerTexts = {
  count: (count, rows) => `${count} ${rows}`,
  distinct: (count, column, rows) => `${count} verschiedene Werte von ${column} in ${rows}`,
  measure: (measure, rows, value) => `${measure} bei ${rows}: ${value}`,
  noValue: (measure, rows) => `${measure} bei ${rows}: es gibt keinen Wert dafür`,
  exists: (holds, rows) => (holds ? `Ja, es gibt ${rows}` : `Nein, es gibt keine ${rows}`),
  share: (rows, part, value) => `${value} % von ${rows} haben ${part}`,
  difference: (rows, first, second, value, isLess) =>
    `${value} ${rows} ${isLess ? 'weniger' : 'mehr'} mit ${first} als mit ${second}`,
  more: (holds, rows, first, second) =>
    `${holds ? 'Ja, es gibt' : 'Nein, es gibt nicht'} mehr ${rows} mit ${first} als mit ${second}`,
  groups: (measure, rows, columns, list) => `${measure} bei ${rows} je ${columns}: ${list}`,
  groupCount: (count) => `${count} Gruppen`,
  most: (names, rows, count, descending) =>
    `${join(names)} ${have(names)} die ${descending ? 'meisten' : 'wenigsten'} ${rows}: ${each(names)}${count}`,
  extreme: (names, column, value, descending) =>
    `${join(names)} ${have(names)} den ${descending ? 'höchsten' : 'niedrigsten'} Wert bei ${column}: ${value}`,
  place: (name, column, value, place, descending) =>
    `${name} hat Platz ${place} nach ${column}, ${descending ? 'höchste' : 'niedrigste'} zuerst: ${value}`,
  noneRanked: (rows, column) => `keine ${rows} mit ${column}`,
  top: (count, what, by, descending, list) =>
    `die ersten ${count} von ${what} nach ${by} (${descending ? 'höchste' : 'niedrigste'} zuerst): ${list}`,
  list: (count, rows, names) => `${count} ${rows}${names === '' ? '' : `: ${names}`}`,
  values: (count, column, rows, names) => `${count} verschiedene Werte von ${column} in ${rows}: ${names}`,
  lookup: (rows, values) => `${rows}: ${values}`,
  none: (rows) => `keine ${rows}`,
  neutralRows: (count, one) => `${count} ${one ? 'Zeile' : 'Zeilen'}`,
  without: (count, total, column) => `${count} von ${total} ohne ${column}`,
  wrongType: (count, total, column) => `${count} von ${total} mit ${column} anderen Typs`,
  matching: 'den passenden',
  badLines: (count) => `${count} Zeilen waren nicht lesbar`,
  tied: (count, place) => `${count} teilen sich Platz ${place}`,
  noName: '(ohne)',
  yes: 'ja',
  no: 'nein',
}
