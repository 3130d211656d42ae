import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import { pickLabel } from './column-roles.js'
import { type Language, languages } from './languages/index.js'
import type { LanguageData } from './languages/language.js'
import { lexiconOf } from './lexicon-index.js'
import { rememberFor } from './remember.js'
import type { Token } from './tokens.js'

type Relation = LanguageData['relations'][number]

const unrelatedCost = 0.1

/** The preposition before a value, articles passed over: it says what kind of column the value is in. */
export function relationBefore(
  tokens: readonly Token[],
  start: number,
  language: Language,
): Relation | undefined {
  const { functionWords } = lexiconOf(language)
  const { relations } = languages[language]
  for (let i = start - 1; i >= 0; i--) {
    const { fold } = tokens[i]!
    const relation = relations.find(({ words }) => words.includes(fold))
    if (relation !== undefined) return relation
    if (!functionWords.has(fold)) return undefined
  }
  return undefined
}

export function relationCost(relation: Relation | undefined, column: CatalogColumn): number {
  return relation === undefined || isNamedIn(column, relation.names) ? 0 : unrelatedCost
}

/** `to ORD` is never a condition on the origin, and nothing is "in" what its row is called. */
export function isOpposed(
  relation: Relation | undefined,
  column: CatalogColumn,
  table: CatalogTable,
): boolean {
  if (relation === undefined || isNamedIn(column, relation.names)) return false
  return (
    isNamedIn(column, relation.opposites) || (relation.isGenitive !== true && column === pickLabel(table))
  )
}

const wordsOfPath = rememberFor(({ path }: CatalogColumn) => path.flatMap(splitWords))

function isNamedIn(column: CatalogColumn, names: readonly string[]): boolean {
  return wordsOfPath(column).some((word) => names.includes(word))
}
