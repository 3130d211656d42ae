import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { splitWords } from '../catalog/name-words.js'
import { isAmount, isYear, repeats } from './column-roles.js'
import type { Objection, Part, Placed } from './constituent.js'
import type { Lattice } from './elements.js'
import { languageCodes, languages } from './languages/index.js'
import { isTime } from './link-times.js'
import { rememberFor } from './remember.js'
import { nameStemsOf } from './stems.js'

/** What is unclear where rows stand for groups: those of which no row is so, those with so many rows, and ratios. */
export function objectToGroups(parts: readonly Placed[], lattice: Lattice): Objection | undefined {
  return (
    objectToNone(parts, lattice) ??
    objectToNumberOf(parts, lattice) ??
    objectToRatio(parts, lattice) ??
    objectToDone(parts, lattice) ??
    objectToShared(parts, lattice) ??
    objectToPieces(parts, lattice)
  )
}

/** `how many nations have two goals`: in one row, or all rows of a nation together. */
function objectToShared(parts: readonly Placed[], { table, language }: Lattice): Objection | undefined {
  const noun = parts[parts.findIndex(({ part }) => part.kind === 'count') + 1]?.part
  if (!parts.some(({ part }) => part.kind === 'count') || noun?.kind !== 'column') return undefined
  if (!repeats(noun.column, table)) return undefined
  const isShared = parts.some(({ part }) => {
    if (part.kind !== 'filter' || part.column === noun.column || isTime(part.column)) return false
    return readsNumbers(part) && isAmount(part.column, language)
  })
  if (!isShared) return undefined
  return { reason: 'ambiguous', text: languages[language].texts.sharedBy(noun.column.name) }
}

/** `Wie viele Sparren gibt es` beside `Stückzahl`: each row is of as many. */
function objectToPieces(
  parts: readonly Placed[],
  { tokens, table, language }: Lattice,
): Objection | undefined {
  const counted = parts.findIndex(({ part }) => part.kind === 'count')
  const noun = parts[counted + 1]?.part
  if (counted < 0 || noun?.kind !== 'filter' || !noun.isNoun) return undefined
  if (parts[counted + 2]?.part.kind === 'rows' || parts.some(({ part }) => readsNumbers(part)))
    return undefined
  const pieces = piecesOf(table)
  if (pieces === undefined || tokens.some(({ fold }) => wordsOfName(pieces).includes(fold))) return undefined
  return { reason: 'ambiguous', text: languages[language].texts.soldOf(pieces.name) }
}

const pieceNames = languageCodes.flatMap((code) => languages[code].pieceNames)

/** How many of what its name says each row is of. */
const piecesOf = rememberFor((table: CatalogTable): CatalogColumn | undefined =>
  table.columns.find(
    (column) => column.derivedFrom === undefined && pieceNames.includes(wordsOfName(column).join(' ')),
  ),
)

function wordsOfName({ path }: CatalogColumn): readonly string[] {
  return splitWords(path.at(-1) ?? '')
}

/** `which studio sold the most films` beside `Copies sold`: what was done is an amount, and not how many rows there are. */
function objectToDone(parts: readonly Placed[], { tokens, table, language }: Lattice): Objection | undefined {
  if (!parts.some(({ part }) => part.kind === 'count' || part.kind === 'most')) return undefined
  const verbs = parts.flatMap(({ part, start }) => (part.kind === 'light' ? [tokens[start]!.fold] : []))
  if (verbs.length === 0 || parts.some(({ part }) => readsNumbers(part))) return undefined
  const forms = languages[language].amountVerbs
    .filter((one) => verbs.some((verb) => one.includes(verb)))
    .flat()
  const column = table.columns.find(
    (one) =>
      (one.type === 'number' || one.reading?.kind === 'number') &&
      splitWords(one.path.at(-1) ?? '').some((word) => forms.includes(word)),
  )
  if (column === undefined) return undefined
  return { reason: 'ambiguous', text: languages[language].texts.soldOf(column.name) }
}

/** The amount is what is asked for or compared. */
function readsNumbers(part: Part): boolean {
  const isNumber = ({ type, reading, derivedFrom }: CatalogColumn) =>
    type === 'number' || reading?.kind === 'number' || derivedFrom !== undefined
  return (
    (part.kind === 'column' || part.kind === 'filter' || part.kind === 'measured') && isNumber(part.column)
  )
}

/** `which team has no open tickets`: not the teams of tickets that are not open, but those of which none is. */
function objectToNone(parts: readonly Placed[], { at, table, language }: Lattice): Objection | undefined {
  const none = parts.find(
    ({ part, start }) =>
      part.kind === 'filter' &&
      at[start]!.some(
        (one) => one.kind === 'word' && (one.meaning.kind === 'no' || one.meaning.kind === 'blank'),
      ),
  )
  if (none === undefined) return undefined
  const noun = parts.find(({ part, start }) => part.kind === 'column' && start < none.start)?.part
  if (noun?.kind !== 'column' || !repeats(noun.column, table)) return undefined
  if (!parts.some(({ part }) => part.kind === 'ask' || part.kind === 'count')) return undefined
  return { reason: 'ambiguous', text: languages[language].texts.noneOfGroup(noun.column.name) }
}

/** `which years have more than one title`: the number is that of the titles, and no bound of the years. */
function objectToNumberOf(
  parts: readonly Placed[],
  { at, tokens, language }: Lattice,
): Objection | undefined {
  const index = parts.findIndex(({ part, end }, i) => {
    const next = parts[i + 1]
    if (part.kind !== 'filter' || next === undefined || next.start !== end) return false
    if (part.where.op === 'eq' || (next.part.kind !== 'column' && next.part.kind !== 'rows')) return false
    return at[end - 1]!.some((one) => one.kind === 'number' && one.end === end && one.unit === undefined)
  })
  if (index < 0) return undefined
  const [{ start }, { end }] = [parts[index]!, parts[index + 1]!]
  const words = tokens.slice(start, end).map(({ text }) => text)
  return { reason: 'ambiguous', text: languages[language].texts.numberOf(words.join(' ')) }
}

/** `average price per night` beside a column of nights: what is divided, and not a group for each number of them. */
function objectToRatio(
  parts: readonly Placed[],
  { tokens, table, language }: Lattice,
): Objection | undefined {
  for (const { part, end } of parts) {
    if (part.kind !== 'group' || part.columns.length > 1) continue
    const [column] = part.columns
    if (column === undefined || isYear(column, language)) continue
    const isNumber = column.type === 'number' || column.reading?.kind === 'number'
    const word = tokens[end - 1]!.fold
    const name = splitWords(column.path.at(-1) ?? '').map(foldText)
    const isPlural = !name.includes(word) && name.some((one) => isLonger(one, word))
    if (isNumber && isPlural && !table.columns.some(({ name: other }) => foldText(other) === word))
      return { reason: 'ambiguous', text: languages[language].texts.ratioOf(column.name) }
  }
  return undefined
}

/** `nights` of `night`. */
function isLonger(name: string, word: string): boolean {
  return name.length > word.length && nameStemsOf(name).includes(word)
}
