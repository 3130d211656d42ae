import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { splitWords } from '../catalog/name-words.js'
import { parseDecimal } from '../columns/decimal.js'
import { expressionOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { isPlainTableName } from './plain-names.js'
import { rememberFor } from './remember.js'

/** Fewer different values can agree in number by chance. */
const minCopied = 4
const kindShare = 0.1
const rowShare = 0.93
const labelNames = ['name', 'title', 'titel', 'label', 'bezeichnung']

/** The column that tells rows apart for people: by its name, else the first text in which nearly all differ. */
export const pickLabel = rememberFor((table: CatalogTable): CatalogColumn | undefined => {
  const texts = table.columns.filter(
    (column) =>
      column.type === 'text' && column.derivedFrom === undefined && expressionOf(column) === undefined,
  )
  const named = labelNames.flatMap((label) =>
    texts.filter(({ path }) => path.length === 1 && splitWords(path[0]!).join(' ') === label),
  )
  const telling = texts.filter((column) => table.rows > 1 && !repeats(column, table))
  return (
    named.find((column) => telling.includes(column)) ??
    telling.find(
      (column) => column.reading === undefined && !holdsOrdinals(column) && !holdsScores(column),
    ) ??
    telling.find((column) => column.reading === undefined && !holdsScores(column)) ??
    numberOfRows(table) ??
    telling[0] ??
    named[0]
  )
})

/** `order_id`, and `order` of orders: a whole number by which rows are called, before the date of each. */
function numberOfRows(table: CatalogTable): CatalogColumn | undefined {
  const [first, ...others] = table.columns.filter(
    (column) => column.derivedFrom === undefined && expressionOf(column) === undefined,
  )
  const isNumber = (column: CatalogColumn) =>
    column.type === 'number' && column.integer === true && column.distinct.count === table.rows
  if (first !== undefined && isNumber(first)) return first
  return others.find((column) => isNumber(column) && numberingNames.includes(lastWords(column).at(-1) ?? ''))
}

/** Places written as such (`1st`, `2.`): they number rows. */
function holdsOrdinals({ minText = '', maxText = '' }: CatalogColumn): boolean {
  const pattern = /^\d{1,3}(?:st|nd|rd|th|\.)$/iu
  return pattern.test(minText) && pattern.test(maxText)
}

/** No seasons (`2003-04`), which are years. */
const scorePattern = /^\D{0,3}\d{1,3}\s*[-–:]\s*\d/u

/** Texts such as `21–14`: how many there are of what they count is not the number of different ones. */
export function holdsScores({ minText = '', maxText = '' }: CatalogColumn): boolean {
  return scorePattern.test(minText) || scorePattern.test(maxText)
}

/** A cell that lists things has a short line for each; one of prose has longer ones. */
const maxListedWords = 6

/** Several short lines, each of which may be what is asked for. */
export function listsLines(text: string): boolean {
  const lines = text.trim().split(/\s*\n\s*| {2,}/u)
  return lines.length > 1 && lines.every((line) => line.split(' ').length <= maxListedWords)
}

/** Cells hold more than one of what the column names: neither they nor the rows are how many there are. */
export function holdsLists({ frequent, minText = '', maxText = '' }: CatalogColumn): boolean {
  return [minText, maxText, ...frequent.map(({ value }) => value)].some(
    (text) => typeof text === 'string' && listsLines(text),
  )
}

/** May answer "who". */
export function holdsNames(column: CatalogColumn): boolean {
  return column.type === 'text' && !holdsDigits(column) && column.distinct.count > 1
}

/** The column by which rows go, where that is a name and each has its own. */
export function pickName(table: CatalogTable): CatalogColumn | undefined {
  const label = pickLabel(table)
  return label !== undefined && isKey(label, table) && holdsNames(label) ? label : undefined
}

/** Says no more than that the row has a name. */
export function isGenericLabel({ path }: CatalogColumn): boolean {
  return labelNames.includes(splitWords(path.at(-1) ?? '').join(' '))
}

/** Dates, scores, codes: no names. */
export function holdsDigits({ minText = '', maxText = '', reading }: CatalogColumn): boolean {
  return reading !== undefined || /\d/u.test(minText) || /\d/u.test(maxText)
}

/** Values occur more than once often enough to stand for groups of rows. */
export function repeats(column: CatalogColumn, table: CatalogTable): boolean {
  return column.distinct.count <= table.rows * 0.9
}

/** Rows that are single values of a record, each by itself or with its key: none of them is what its value names. */
export const listsAttributes = rememberFor(({ isList, parent, columns }: CatalogTable): boolean => {
  const own = columns.filter(
    (column) => column.derivedFrom === undefined && expressionOf(column) === undefined,
  )
  const isMembers = own.length === 2 && own.every(({ name }) => name === 'key' || name === 'value')
  return isList === true || (parent !== undefined && isMembers)
})

/** Nearly every row has a value of its own. */
export function isKey(column: CatalogColumn, table: CatalogTable): boolean {
  return column.distinct.count > 1 && !repeats(column, table)
}

/** Whole numbers that go on by one: they count rows rather than what rows have. */
export function numbersRows(
  { integer, minNumber, maxNumber, distinct }: CatalogColumn,
  table: CatalogTable,
): boolean {
  if (integer !== true || minNumber === undefined || maxNumber === undefined) return false
  const steps = Number(maxNumber) - Number(minNumber) + 1
  return distinct.count > 1 && distinct.count >= table.rows * rowShare && steps <= distinct.count / rowShare
}

/** Called a number and nothing else: what tells rows apart is not added up. */
export function isNumbering(column: CatalogColumn): boolean {
  return lastWords(column).every((word) => numberingNames.includes(word))
}

const numberingNames = ['no', 'nr', 'num', 'number', 'nummer', '#', 'id']

/** A text column that holds numbers as text: it is not counted, summed or compared as if it were names. */
export const looksNumeric = rememberFor((column: CatalogColumn): boolean => {
  const known = [...column.frequent.map(({ value }) => String(value)), column.minText, column.maxText]
  const texts = known.filter((text): text is string => text !== undefined && text !== '')
  const numeric = texts.filter((text) => parseDecimal(text.replaceAll(',', '')) !== undefined)
  return texts.length > 0 && numeric.length * 2 >= texts.length
})

/** Of a rank the least is the highest, and of years neither is: "higher" and "most" are unclear. */
export function isAmount(column: CatalogColumn, language: Language): boolean {
  const { yearNames } = languages[language]
  return !isRank(column, language) && !lastWords(column).some((word) => yearNames.includes(word))
}

export function isRank(column: CatalogColumn, language: Language): boolean {
  return lastWords(column).some((word) => languages[language].rankNames.includes(word))
}

/** Of the column that was read, where it gives a reading. */
const lastWords = rememberFor(({ path, name, derivedFrom }: CatalogColumn): readonly string[] =>
  splitWords(derivedFrom ?? path.at(-1) ?? name),
)

/** Values stand for so many rows that counting the column can only mean its values (countries of cities). */
export function areKinds(column: CatalogColumn, table: CatalogTable): boolean {
  return column.distinct.count <= table.rows * kindShare
}

/** Two of the rows may share a value by chance: counting the column means the rows, which nothing else names. */
export function areRows(column: CatalogColumn, table: CatalogTable): boolean {
  return isPlainTableName(table.name) && column.distinct.count >= table.rows * rowShare
}

const stepCost = 0.075
const maxDepthCost = 0.15
const joinCost = 0.1

/** What stands deeper in a record, or in another table, is less likely meant than what stands on top of it. */
export function depthCost(column: CatalogColumn): number {
  const depth = Math.min(maxDepthCost, stepCost * Math.max(0, column.path.length - 1))
  return depth + (expressionOf(column) === undefined ? 0 : joinCost)
}

/** Columns that hold the same values equally often, all of them listed: one is as good as the other. */
export function isCopy(column: CatalogColumn, of: CatalogColumn): boolean {
  const { frequent, distinct } = column
  return (
    column !== of &&
    distinct.exact &&
    frequent.length === distinct.count &&
    distinct.count >= minCopied &&
    frequent.length === of.frequent.length &&
    of.distinct.count === distinct.count &&
    frequent.every(
      ({ value, count }, i) => of.frequent[i]?.value === value && of.frequent[i]?.count === count,
    )
  )
}

/** Years are neither added up nor averaged: what is meant is how many there are. */
export function isYear({ path }: CatalogColumn, language: Language): boolean {
  return languages[language].yearNames.includes(foldText(path.at(-1) ?? ''))
}
