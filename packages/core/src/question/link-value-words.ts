import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { splitWords } from '../catalog/name-words.js'
import { depthCost } from './column-roles.js'
import type { ElementOf } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'
import { isOpposed, relationBefore, relationCost } from './relations.js'
import { rememberFor } from './remember.js'
import { nameStemsOf, stemsOf } from './stems.js'
import type { Token } from './tokens.js'

const wordsCost = 0.1
const synonymCost = 0.06
const sharedShare = 2 / 3

/** A value that can be met by its words: for each of them, the forms it may have. */
interface ListedValue {
  readonly text: string
  readonly count: number
  readonly fold: string
  readonly stems: readonly ReadonlySet<string>[]
}

/**
 * Values met by their words (`doors` for `IfcDoor`, `Türen` for `IfcDoor`), where the catalog lists all of a column's.
 * Where other values say more than that (`IfcWall`, `IfcWallStandardCase`), the word may mean the one or all of them.
 */
export function linkValueWords(
  tokens: readonly Token[],
  table: CatalogTable,
  language: Language,
): ElementOf<'value'>[] {
  const { reserved } = lexiconOf(language)
  const stems = tokens.map(({ fold }) => stemsOf(fold, languages[language]))
  const meant = stems.map((forms) => synonymsOf(forms, language))
  const match = (at: number, forms: ReadonlySet<string> | undefined): number | undefined => {
    if (forms === undefined) return undefined
    if (stems[at]!.some((stem) => forms.has(stem))) return 0
    return meant[at]!.some((stem) => forms.has(stem)) ? synonymCost : undefined
  }
  const valuesBy = valuesByStem(table)
  const met = tokens.flatMap((_, start) => {
    const forms = [...stems[start]!, ...meant[start]!]
    return [...new Set(forms.flatMap((stem) => valuesBy.get(stem) ?? []))].map((of) => ({ of, start }))
  })
  return met
    .sort((a, b) => a.of.order - b.of.order || a.start - b.start)
    .flatMap(({ of: { column, value, values }, start }): ElementOf<'value'>[] => {
      const end = start + value.stems.length
      const part = tokens.slice(start, end)
      const isWhole = part.length === value.stems.length && part.every(({ kind }) => kind === 'word')
      if (!isWhole || part.every(({ fold }) => reserved.has(fold))) return []
      const steps = part.map((_token, i) => match(start + i, value.stems[i]))
      if (steps.includes(undefined)) return []
      if (part.map(({ fold }) => fold).join(' ') === value.fold) return []
      const relation = relationBefore(tokens, start, language)
      if (isOpposed(relation, column, table)) return []
      const doubt = Math.max(...steps.map((step) => step ?? 0))
      const cost = wordsCost + doubt + relationCost(relation, column) + depthCost(column)
      const shared = { kind: 'value', start, end, cost, column, numeric: false } as const
      const holdsAll = (other: ListedValue) =>
        part.every((_token, i) => other.stems.some((forms) => match(start + i, forms) !== undefined))
      const more = values.filter((other) => other !== value && holdsAll(other))
      if (more.some(({ stems: others }) => others.length === value.stems.length)) return []
      const one = { ...shared, texts: [value.text], rows: value.count }
      if (more.length === 0) return [one]
      const all = [value, ...more]
      const rows = all.reduce((sum, { count }) => sum + count, 0)
      return [one, { ...shared, texts: all.map(({ text }) => text).sort(), rows }]
    })
}

/** Words of the data, of whatever language, that a word of the question is known to mean. */
function synonymsOf(stems: readonly string[], language: Language): readonly string[] {
  return languages[language].synonyms.flatMap(({ words, names }) =>
    stems.some((stem) => words.includes(stem)) ? names : [],
  )
}

interface ValueOfColumn {
  /** Its place among all values of the table. */
  readonly order: number
  readonly column: CatalogColumn
  readonly value: ListedValue
  /** All that the column lists. */
  readonly values: readonly ListedValue[]
}

/** The listed values of a table by each form of their first word. */
const valuesByStem = rememberFor((table: CatalogTable): ReadonlyMap<string, readonly ValueOfColumn[]> => {
  const found = new Map<string, ValueOfColumn[]>()
  let order = 0
  for (const column of table.columns) {
    const values = readListedValues(column)
    for (const value of values) {
      const entry = { order, column, value, values }
      order += 1
      for (const stem of value.stems[0] ?? []) {
        const known = found.get(stem)
        if (known === undefined) found.set(stem, [entry])
        else known.push(entry)
      }
    }
  }
  return found
})

/** Words of each value without the first word that most of them share (`Ifc`). */
function readListedValues(column: CatalogColumn): ListedValue[] {
  const texts = column.frequent.flatMap(({ value, count }) =>
    typeof value === 'string' ? [{ text: value, count }] : [],
  )
  if (column.type !== 'text' || !column.distinct.exact || texts.length < column.distinct.count) return []
  const split = texts.map(({ text, count }) => ({ text, count, words: splitWords(text) }))
  const firsts = split.flatMap(({ words }) => words.slice(0, 1))
  const shared = firsts.find(
    (word) => firsts.filter((other) => other === word).length >= Math.max(2, texts.length * sharedShare),
  )
  return split
    .map(({ text, count, words }) => ({ text, count, words: words[0] === shared ? words.slice(1) : words }))
    .filter(({ words }) => words.length > 0 && words.every((word) => !/^\d+$/u.test(word)))
    .map(({ text, count, words }) => ({
      text,
      count,
      fold: foldText(text),
      stems: words.map((word) => new Set(nameStemsOf(word))),
    }))
}
