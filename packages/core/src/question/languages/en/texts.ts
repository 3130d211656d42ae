import type { QuestionTexts } from '../question-texts.js'

const quote = (text: string) => `"${text}"`
const join = (items: readonly string[], word: string) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`

export const texts: QuestionTexts = {
  unknownWord: (words) => `I could not place ${join(words.map(quote), 'and')} in this data.`,
  nearest: (names) => ` Nearest: ${names.join(', ')}.`,
  available: (names) => ` There is: ${names.join(', ')}.`,
  ambiguous: (readings) => `The question can be read in more than one way: ${readings.join('; or ')}.`,
  unclearPart: (names) =>
    `${join(names.map(quote), 'and')} ${names.length > 1 ? 'are' : 'is'} in this data, but it is not clear what the question asks of ${names.length > 1 ? 'them' : 'it'}. Ask, for example, for a sum, an average, or the highest or lowest.`,
  notUnderstood:
    'Each word is known, but not the question as a whole. Ask for a count, a list, a sum, an average, or the highest or lowest of one column.',
  notNumeric: (column, operation) =>
    `${quote(column)} does not hold numbers, so ${quote(operation)} cannot be taken of it.`,
  noQuantity: (word) => `The data has no single column that ${quote(word)} could mean.`,
  needsJoin: 'The words of the question are found in different tables, which cannot be joined yet.',
  valueMissing: (value) => `${quote(value)} is not a value in this data.`,
  unitMismatch: (column, known, asked) => `${quote(column)} is in ${known}, not in ${asked}.`,
  unclearNumber: (column) =>
    `${quote(column)} is a number: say which, for example "${column} over 10", since none and zero can differ.`,
  unclearDate: (date) =>
    `The word before ${quote(date)} may mean before, after or on that date, and dates are not compared yet.`,
  sameWord: (word) => `"${word}" is said twice and may be a value or a column: name the column of the value.`,
  unclearNegation: (column) =>
    `For ${quote(column)} one value is denied and another is asked for: say "neither … nor", or ask for one of them.`,
  tooLong: 'The question is too long to be read without a model.',
  empty: 'There is no question.',
  readAsNumber: (column) => `the texts of ${quote(column)} read as numbers`,
  takenAs: (condition, unit) => `${condition} (taken as ${unit})`,
  calledRows: (word) => `each row taken as one of the ${quote(word)}`,
  totalLeftOut: (text) => `the row ${quote(text)} left out`,
  noneFound:
    'As the question was read nothing is found, and some words were taken loosely: say it in words of the data.',
  noRow: 'No row answers the question as it was read: what is asked may be blank in the data.',
  totalRow: 'A row of the table holds totals: say which rows are meant.',
  textInside: 'Some cells hold this text together with another: say whether they are meant.',
  amountOrValue: (words, column) =>
    `${quote(words)} may say how many there are, or a value of ${quote(column)}: put the name before the value, as in "${column} = 2".`,
  otherEvent: (column, verb) =>
    `${quote(column)} may be the year of something else than ${quote(verb)}: name the column that is meant.`,
  onlyBegan: (column) =>
    `The data says of that time only what ${quote(column)} says, not what was there: ask with that word.`,
  noneOfGroup: (column) =>
    `Rows without it are not the values of ${quote(column)} that have none at all: ask for the rows, or which of them have it.`,
  numberOf: (words) => `In "${words}" the number may be that of the rows: ask how many there are for each.`,
  sharedBy: (column) =>
    `Several rows have the same ${quote(column)}, so the amount may be that of a row or of all together: say which.`,
  ratioOf: (column) =>
    `${quote(column)} is an amount: to divide by it is more than is read here; ask for each by itself.`,
  soldOf: (column) =>
    `What was done is an amount in ${quote(column)}, not the number of rows: say which is meant.`,
  notOne: 'More than one row, or none, is meant: say which.',
  orderUnclear: 'The rows are not in the order of their dates: say which order is meant.',
  otherMagnitude: (column, words) =>
    `All of ${quote(column)} is far below ${quote(words)}: it may count in thousands or millions.`,
  converted: (said, meant) => `${said} = ${meant}`,
  unknownUnit: (column, least, most, unit) =>
    `${quote(column)} has no known unit and lies between ${least} and ${most}: say the number without ${quote(unit)}, in the unit of the column.`,
  unclearDigits: (said, one, other) =>
    `${quote(said)} may be ${one} or ${other}: write it without the sign, or as a plain number.`,
  unclearOrder: (said, one, other) => `${quote(said)} may be ${one} or ${other}: write the year first.`,
  sharedPlace: 'Several share a place in that order: ask for the first ones with their values.',
  twoKinds: (word) =>
    `What stands on both sides of ${quote(word)} may be meant together or each on its own: say "or" for all of them, or ask for one.`,
  withoutBlanks: (column) => `rows without ${column} are left out`,
  whichRow: (column) =>
    `${quote(column)} differs from row to row: say of which one, or ask for its average, highest or lowest.`,
  whichColumn: (words, columns) =>
    `What is ${quote(words)} said of? ${columns.length === 0 ? 'There is no column of numbers.' : `Numbers are in: ${columns.join(', ')}.`}`,
  countOfNumbers: (column) =>
    `${quote(column)} is a column of numbers: ask for its total or average, or for the number of records.`,
  differentValues: (column) => `counted: different values of ${column}`,
  roles: {
    count: 'count',
    list: 'list',
    exists: 'whether there is any',
    distinct: 'different values',
    group: 'for each',
    table: (name) => `table ${name}`,
    rows: 'the rows',
    column: (name) => `column ${name}`,
    and: 'and',
    or: 'or',
    not: 'not',
    blank: (column) => `no ${column}`,
    notBlank: (column) => `${column} given`,
    measure: { sum: 'total', avg: 'average', min: 'lowest', max: 'highest', median: 'median' },
    measureOf: (measure, column) => `${measure} ${column}`,
    place: (place) => `place ${place}`,
    share: 'share',
    more: 'how many more',
    most: 'most',
    least: 'fewest',
    first: 'first',
    last: 'last',
    rowAfter: 'the row after',
    rowBefore: 'the row before',
    only: 'the only one',
    top: 'top',
    true: 'yes',
    false: 'no',
    records: 'records',
    by: 'by',
    of: 'of',
    with: 'with',
    per: 'per',
    different: (column) => `different values of ${column}`,
    differentCount: (column) => `number of different values of ${column}`,
    anyRow: 'whether there are',
    highestFirst: 'highest first',
    lowestFirst: 'lowest first',
  },
}
