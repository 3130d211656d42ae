import type { QuestionTexts } from '../question-texts.js'

const quote = (text: string) => `„${text}“`
const join = (items: readonly string[], word: string) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`

export const texts: QuestionTexts = {
  unknownWord: (words) => `${join(words.map(quote), 'und')} kann ich in diesen Daten nicht zuordnen.`,
  nearest: (names) => ` Am nächsten: ${names.join(', ')}.`,
  available: (names) => ` Es gibt: ${names.join(', ')}.`,
  ambiguous: (readings) => `Die Frage lässt sich verschieden lesen: ${readings.join('; oder ')}.`,
  unclearPart: (names) =>
    `${join(names.map(quote), 'und')} gibt es in diesen Daten, aber was die Frage davon will, ist nicht klar. Fragen Sie zum Beispiel nach einer Summe, einem Durchschnitt oder dem höchsten oder niedrigsten Wert.`,
  notUnderstood:
    'Jedes Wort ist bekannt, aber nicht die Frage als Ganzes. Fragen Sie nach einer Anzahl, Liste, Summe, einem Durchschnitt oder dem höchsten oder niedrigsten Wert einer Spalte.',
  notNumeric: (column, operation) =>
    `${quote(column)} enthält keine Zahlen, daher lässt sich ${quote(operation)} davon nicht bilden.`,
  noQuantity: (word) => `In den Daten gibt es keine eindeutige Spalte, die ${quote(word)} meinen könnte.`,
  needsJoin: 'Die Wörter der Frage stehen in verschiedenen Tabellen, die noch nicht verbunden werden können.',
  valueMissing: (value) => `${quote(value)} ist kein Wert in diesen Daten.`,
  unitMismatch: (column, known, asked) => `${quote(column)} steht in ${known}, nicht in ${asked}.`,
  unclearNumber: (column) =>
    `${quote(column)} ist eine Zahl: bitte sagen, welche, zum Beispiel „${column} über 10“, denn keine und null können sich unterscheiden.`,
  unclearDate: (date) =>
    `Das Wort vor ${quote(date)} kann vor, nach oder an diesem Tag heißen, und Daten werden noch nicht verglichen.`,
  sameWord: (word) =>
    `„${word}“ steht zweimal da und kann Wert oder Spalte sein: nenne die Spalte des Werts.`,
  unclearNegation: (column) =>
    `Bei ${quote(column)} wird ein Wert verneint und ein anderer verlangt: bitte „weder … noch“ sagen oder nach einem fragen.`,
  tooLong: 'Die Frage ist zu lang, um ohne Modell gelesen zu werden.',
  empty: 'Es gibt keine Frage.',
  readAsNumber: (column) => `Texte von ${quote(column)} als Zahlen gelesen`,
  takenAs: (condition, unit) => `${condition} (angenommen in ${unit})`,
  calledRows: (word) => `jede Zeile steht für eines der ${quote(word)}`,
  totalLeftOut: (text) => `ohne die Zeile ${quote(text)}`,
  noneFound:
    'So gelesen findet sich nichts, und manche Wörter wurden frei gedeutet: bitte mit Wörtern der Daten fragen.',
  noRow:
    'Keine Zeile beantwortet die Frage, wie sie gelesen wurde: das Gefragte fehlt vielleicht in den Daten.',
  totalRow: 'Eine Zeile der Tabelle enthält Summen: bitte sagen, welche Zeilen gemeint sind.',
  textInside: 'Manche Zellen enthalten diesen Text neben anderem: bitte sagen, ob sie gemeint sind.',
  amountOrValue: (words, column) =>
    `${quote(words)} kann eine Anzahl sein oder ein Wert von ${quote(column)}: bitte den Namen vor den Wert stellen, wie in „${column} = 2“.`,
  otherEvent: (column, verb) =>
    `${quote(column)} kann das Jahr von etwas anderem als ${quote(verb)} sein: bitte die gemeinte Spalte nennen.`,
  onlyBegan: (column) =>
    `Die Daten sagen von dieser Zeit nur, was ${quote(column)} sagt, nicht, was es da gab: bitte mit diesem Wort fragen.`,
  noneOfGroup: (column) =>
    `Zeilen ohne dies sind nicht die Werte von ${quote(column)}, die gar keine haben: bitte nach den Zeilen fragen, oder welche es haben.`,
  numberOf: (words) =>
    `In „${words}“ kann die Zahl die der Zeilen sein: bitte fragen, wie viele es je Wert gibt.`,
  sharedBy: (column) =>
    `Mehrere Zeilen haben dasselbe ${quote(column)}, die Menge kann also die einer Zeile oder aller zusammen sein: bitte sagen, welche.`,
  ratioOf: (column) =>
    `${quote(column)} ist eine Menge: durch sie geteilt wird hier nicht; bitte einzeln fragen.`,
  soldOf: (column) =>
    `Was getan wurde, steht als Menge in ${quote(column)}, nicht als Zahl der Zeilen: bitte sagen, was gemeint ist.`,
  notOne: 'Es ist nicht genau eine Zeile gemeint: bitte sagen, welche.',
  orderUnclear: 'Die Zeilen stehen nicht in der Reihenfolge ihrer Daten: bitte sagen, welche gemeint ist.',
  otherMagnitude: (column, words) =>
    `Alle Werte von ${quote(column)} liegen weit unter ${quote(words)}: vielleicht zählt die Spalte in Tausend oder Millionen.`,
  converted: (said, meant) => `${said} = ${meant}`,
  unknownUnit: (column, least, most, unit) =>
    `Die Einheit von ${quote(column)} ist nicht bekannt, die Werte liegen zwischen ${least} und ${most}: bitte die Zahl ohne ${quote(unit)} nennen, in der Einheit der Spalte.`,
  unclearDigits: (said, one, other) =>
    `${quote(said)} kann ${one} oder ${other} heißen: bitte ohne dieses Zeichen schreiben.`,
  unclearOrder: (said, one, other) =>
    `${quote(said)} kann ${one} oder ${other} heißen: bitte mit dem Jahr beginnen.`,
  sharedPlace:
    'Mehrere teilen sich einen Platz in dieser Reihenfolge: bitte nach den ersten mit ihren Werten fragen.',
  twoKinds: (word) =>
    `Was um ${quote(word)} steht, kann zusammen oder einzeln gemeint sein: bitte „oder“ sagen, wenn alle gemeint sind, oder nach einem fragen.`,
  withoutBlanks: (column) => `Zeilen ohne ${column} zählen nicht mit`,
  whichRow: (column) =>
    `${quote(column)} ist von Zeile zu Zeile verschieden: bitte sagen, von welcher, oder nach Durchschnitt, höchstem oder niedrigstem Wert fragen.`,
  whichColumn: (words, columns) =>
    `Wovon gilt ${quote(words)}? ${columns.length === 0 ? 'Es gibt keine Spalte mit Zahlen.' : `Zahlen stehen in: ${columns.join(', ')}.`}`,
  countOfNumbers: (column) =>
    `${quote(column)} ist eine Spalte mit Zahlen: bitte nach Summe oder Durchschnitt fragen, oder nach der Anzahl der Datensätze.`,
  differentValues: (column) => `gezählt: verschiedene Werte von ${column}`,
  roles: {
    count: 'Anzahl',
    list: 'Liste',
    exists: 'ob es welche gibt',
    distinct: 'verschiedene Werte',
    group: 'je',
    table: (name) => `Tabelle ${name}`,
    rows: 'die Zeilen',
    column: (name) => `Spalte ${name}`,
    and: 'und',
    or: 'oder',
    not: 'nicht',
    blank: (column) => `${column} = leer`,
    notBlank: (column) => `${column} ≠ leer`,
    measure: {
      sum: 'Summe',
      avg: 'Durchschnitt',
      min: 'niedrigster Wert',
      max: 'höchster Wert',
      median: 'Median',
    },
    measureOf: (measure, column) => `${measure} von ${column}`,
    place: (place) => `Platz ${place}`,
    share: 'Anteil',
    more: 'wie viele mehr',
    most: 'am meisten',
    least: 'am wenigsten',
    first: 'erste',
    last: 'letzte',
    rowAfter: 'die Zeile nach',
    rowBefore: 'die Zeile vor',
    only: 'die einzige',
    top: 'die ersten',
    true: 'ja',
    false: 'nein',
    records: 'Datensätze',
    by: 'nach',
    of: 'von',
    with: 'mit',
    per: 'je',
    different: (column) => `verschiedene Werte von ${column}`,
    differentCount: (column) => `Anzahl verschiedener Werte von ${column}`,
    anyRow: 'ob es gibt:',
    highestFirst: 'höchste zuerst',
    lowestFirst: 'niedrigste zuerst',
  },
}
