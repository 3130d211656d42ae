import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { expressionOf } from './joined-columns.js'
import type { ResultProbe } from './settle.js'

/** Larger tables would make a question wait for words that it does not need. */
const maxCells = 6000
/** Longer cells are prose, in which a word may be said of anything. */
const maxMeanWords = 5

/** Where one word stands: rows by the column and text that hold it. */
export interface WordCells {
  readonly column: CatalogColumn
  /** Texts with their words, and in how many rows each stands. */
  readonly texts: readonly CellText[]
}

export interface CellText {
  readonly text: string
  readonly words: readonly string[]
  /** Words of each of its parts, as commas, brackets and dashes part them. */
  readonly segments: readonly string[]
  readonly rows: number
}

/** The texts of a small table by the words in them. */
export interface Cells {
  /** Texts that hold the words next to each other, by column. */
  find(words: readonly string[]): readonly WordCells[]
  /** The word stands in some text, of whatever length. */
  has(word: string): boolean
}

/** Undefined for tables that are too large, or cannot be read. */
export async function readCells(table: CatalogTable, probe: ResultProbe): Promise<Cells | undefined> {
  const columns = table.columns.filter(
    (column) =>
      column.type === 'text' && column.derivedFrom === undefined && expressionOf(column) === undefined,
  )
  if (columns.length === 0 || columns.length * table.rows > maxCells) return undefined
  const names = columns.map(({ name }) => name)
  const rows = await probe(
    {
      version: 1,
      root: {
        op: 'project',
        input: { op: 'scan', table: table.name },
        columns: names.map((name) => ({ name, value: { op: 'column', name } })),
      },
    },
    names,
  )
  return rows && indexCells(columns, rows)
}

function indexCells(columns: readonly CatalogColumn[], rows: readonly (readonly string[])[]): Cells {
  const byWord = new Map<string, Map<CatalogColumn, Set<CellText>>>()
  const all = new Set<string>()
  columns.forEach((column, at) => {
    const texts = listTexts(rows.map((row) => row[at] ?? ''))
    const words = texts.reduce((sum, item) => sum + item.words.length, 0)
    for (const item of texts) for (const word of item.words) all.add(word)
    if (words > texts.length * maxMeanWords) return
    for (const item of texts) {
      for (const word of item.words) {
        const byColumn = byWord.get(word) ?? new Map<CatalogColumn, Set<CellText>>()
        byWord.set(word, byColumn)
        byColumn.set(column, (byColumn.get(column) ?? new Set()).add(item))
      }
    }
  })
  return {
    has: (word) => all.has(word),
    find: (words) =>
      [...(byWord.get(words[0] ?? '') ?? [])].flatMap(([column, items]) => {
        const texts = [...items].filter((item) => holdsInOrder(item.words, words))
        return texts.length === 0 ? [] : [{ column, texts }]
      }),
  }
}

function listTexts(cells: readonly string[]): CellText[] {
  const counts = new Map<string, number>()
  for (const cell of cells) if (cell.trim() !== '') counts.set(cell, (counts.get(cell) ?? 0) + 1)
  return [...counts].map(([text, count]) => ({
    text,
    words: wordsOfText(text),
    segments: text
      .split(/[^\p{L}\p{N}\p{M}\s'’.&]+|\s[-–—]\s|\n|\d+/u)
      .map((part) => wordsOfText(part).join(' ')),
    rows: count,
  }))
}

/** Folded words of a text, cut at all that is no letter and no digit. */
export function wordsOfText(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function holdsInOrder(all: readonly string[], words: readonly string[]): boolean {
  return all.some((_, from) => words.every((word, i) => all[from + i] === word))
}
