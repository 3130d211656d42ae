import type { Catalog, CatalogTable } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { splitWords } from '../catalog/name-words.js'
import type { Plan } from '../plan/algebra.js'
import { findNearestNames } from '../plan/nearest-names.js'
import { expressionOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import type { QuestionReading, WordReading } from './reading.js'
import type { Token } from './tokens.js'

type Refusal = Extract<QuestionReading, { status: 'unsupported' }>

const maxAvailable = 6
const maxNearest = 3
const minShared = 3

interface RefusalInit {
  readonly language: Language
  readonly reason: Refusal['reason']
  readonly text: string
  readonly reading?: readonly WordReading[]
  readonly unplaced?: readonly Token[]
  readonly nearest?: readonly string[]
  readonly alternatives?: Refusal['alternatives']
}

export function refuse(init: RefusalInit): Refusal {
  const { language, reason, text, reading = [], unplaced = [], nearest = [], alternatives = [] } = init
  return {
    status: 'unsupported',
    language,
    reason,
    text,
    reading,
    unplaced: unplaced.map((token) => ({ word: token.text, span: [token.start, token.end] as const })),
    nearest,
    alternatives,
  }
}

/** Names the words that nothing is known of, and what in the data is nearest to them; or the names that have no part in the question. */
export function refuseUnknown(
  tokens: readonly Token[],
  catalog: Catalog,
  table: CatalogTable | undefined,
  language: Language,
): Refusal {
  const { texts } = languages[language]
  const tables = catalog.tables.map(({ name }) => name)
  const columns = catalog.tables.flatMap((each) => each.columns.map(({ name }) => name))
  const nearest = nearestNames(tokens, [...new Set([...tables, ...columns])])
  const isOf = (names: readonly string[]) => {
    const folds = new Set(names.map(foldText))
    return ({ text }: Token) => folds.has(foldText(text))
  }
  const isColumn = isOf(columns)
  const isTable = isOf(tables)
  const unknown = tokens.filter((token) => !isColumn(token) && !isTable(token))
  if (unknown.length === 0) {
    const named = tokens.filter(isColumn)
    const text = named.length > 0 ? texts.unclearPart(named.map((token) => token.text)) : texts.notUnderstood
    return refuse({ language, reason: 'needs-model', text, unplaced: tokens, nearest })
  }
  const offered =
    nearest.length > 0 ? texts.nearest(nearest) : texts.available(availableNames(table, catalog))
  return refuse({
    language,
    reason: 'unknown-word',
    text: texts.unknownWord(unknown.map(({ text }) => text)) + offered,
    unplaced: tokens,
    nearest,
  })
}

export function refuseAmbiguous(
  alternatives: readonly { readonly text: string; readonly plan: Plan }[],
  reading: readonly WordReading[],
  language: Language,
): Refusal {
  const text = languages[language].texts.ambiguous(alternatives.map((alternative) => alternative.text))
  return refuse({ language, reason: 'ambiguous', text, reading, alternatives })
}

function nearestNames(tokens: readonly Token[], names: readonly string[]): string[] {
  const near = tokens.flatMap(({ text }) =>
    findNearestNames(text, names).filter((name) => isNear(text, name)),
  )
  return [...new Set(near)].slice(0, maxNearest)
}

/** A word of the name begins as the word does, or holds it: short words are near to anything. */
function isNear(text: string, name: string): boolean {
  const word = foldText(text)
  return splitWords(name).some((part) => {
    const shared = Math.min(word.length, part.length, Math.max(minShared, Math.ceil(word.length / 2)))
    return shared >= minShared && (part.startsWith(word.slice(0, shared)) || part.includes(word))
  })
}

function availableNames(table: CatalogTable | undefined, catalog: Catalog): string[] {
  const shown = table ?? catalog.tables[0]
  if (shown === undefined) return []
  const names = shown.columns.flatMap((column) => (expressionOf(column) === undefined ? [column.name] : []))
  return names.length > maxAvailable ? [...names.slice(0, maxAvailable), '…'] : names
}
