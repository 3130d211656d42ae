import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { splitWords } from '../catalog/name-words.js'
import type { ElementOf } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { rememberFor } from './remember.js'
import { nameStemsOf } from './stems.js'
import type { Token } from './tokens.js'

const acronymCost = 0.08
const minTail = 4
const minHead = 2
const maxShort = 5

/**
 * Values that are written by the first letters of a compound whose last part is their column's name: `EG` for
 * `Erdgeschoss` in the column `Geschoss`, `2OG` for `2. Obergeschoss`. Only where one value of the column is so.
 */
export function linkAcronyms(
  tokens: readonly Token[],
  table: CatalogTable,
  language: Language,
): ElementOf<'value'>[] {
  if (!languages[language].inflection.compounds) return []
  return shortColumns(table).flatMap(({ column, values, tails }) => {
    return tokens.flatMap(({ kind, fold }, at): ElementOf<'value'>[] => {
      const tail = kind === 'word' ? tails.find((word) => endsIn(fold, word)) : undefined
      if (tail === undefined) return []
      const letters = fold[0]! + tail[0]!
      const before = tokens[at - 1]
      const isCounted = before?.trail === '.' && /^\d{1,2}$/u.test(before.text)
      const start = isCounted ? at - 1 : at
      const short = isCounted ? before.text + letters : letters
      const found = values.filter(({ plain }) => plain === short)
      const [value] = found
      if (value === undefined || found.length > 1) return []
      const { text, count: rows } = value
      return [
        { kind: 'value', start, end: at + 1, cost: acronymCost, column, texts: [text], numeric: false, rows },
      ]
    })
  })
}

function endsIn(fold: string, tail: string): boolean {
  return fold.endsWith(tail) && fold.length - tail.length >= minHead
}

/** Columns that list short values, with the last words by which a compound may name them. */
const shortColumns = rememberFor((table: CatalogTable) =>
  table.columns.flatMap((column) => {
    const values = shortValues(column)
    const words = splitWords(column.path.at(-1) ?? '').flatMap((word) => [...nameStemsOf(word)])
    const tails = [...new Set(words)].filter((word) => word.length >= minTail)
    return values.length === 0 || tails.length === 0 ? [] : [{ column, values, tails }]
  }),
)

interface ShortValue {
  readonly text: string
  /** Folded, without points and spaces. */
  readonly plain: string
  readonly count: number
}

function shortValues(column: CatalogColumn): ShortValue[] {
  const { type, distinct, frequent } = column
  if (type !== 'text' || !distinct.exact || frequent.length < distinct.count) return []
  return frequent.flatMap(({ value, count }) =>
    typeof value === 'string' && value.length <= maxShort
      ? [{ text: value, plain: foldText(value).replace(/[. ]/gu, ''), count }]
      : [],
  )
}
