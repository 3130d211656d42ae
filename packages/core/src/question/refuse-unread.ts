import type { Catalog, CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import type { Candidate } from './choose-reading.js'
import { findUncovered, type Lattice } from './elements.js'
import { type Language, languages } from './languages/index.js'
import type { Meaning } from './languages/language.js'
import { lexiconOf } from './lexicon-index.js'
import { readSequences } from './read-sequences.js'
import type { QuestionReading } from './reading.js'
import { refuse, refuseUnknown } from './refuse.js'
import type { Token } from './tokens.js'

const maxNamedGaps = 3
const maxNamedColumns = 6
/** A column met by less of its name is not what a question without rows asks for. */
const maxAloneCost = 0.3

/** Every word is known, but there is no reading of all: names the fewest that stand in the way of one. */
export function refuseUnread(
  lattices: readonly Lattice[],
  catalog: Catalog,
  language: Language,
  /** Readings that leave words out. */
  readPartly: (lattice: Lattice) => readonly Candidate[],
): QuestionReading {
  const [lattice] = lattices
  const partial = lattices.flatMap((one) => readPartly(one).map((candidate) => ({ one, candidate })))
  const [best] = partial
    .filter(({ candidate }) => candidate.gaps.length > 0 && candidate.objection === undefined)
    .sort((a, b) => a.candidate.cost - b.candidate.cost)
  const alone = lattices.flatMap((one) => findAloneColumn(one))[0]
  if (alone !== undefined) {
    const text = languages[language].texts.whichRow(alone.name)
    return refuse({ language, reason: 'ambiguous', text, nearest: [alone.name] })
  }
  const joint = lattices.flatMap((one) => findTwoKinds(one))[0]
  if (joint !== undefined) {
    const text = languages[language].texts.twoKinds(joint.text)
    return refuse({ language, reason: 'ambiguous', text, unplaced: [joint] })
  }
  if (lattice === undefined || best === undefined || best.candidate.gaps.length > maxNamedGaps) {
    return refuse({ language, reason: 'needs-model', text: languages[language].texts.notUnderstood })
  }
  const { one, candidate } = best
  const left = candidate.gaps.map((at) => one.tokens[at]!)
  const called = lattices.flatMap((each) => findCalled(each))[0]
  if (called !== undefined) return refuseUnknown([called], catalog, one.table, language)
  const explained = explainGaps(one, candidate, catalog)
  if (explained !== undefined) return explained
  if (candidate.gaps.every((at) => isHead(one, at)))
    return refuse({ language, reason: 'needs-model', text: languages[language].texts.notUnderstood })
  const { reserved } = lexiconOf(language)
  const content = left.filter(({ fold }) => !reserved.has(fold))
  const telling = content.length > 0 ? content : left
  return { ...refuseUnknown(telling, catalog, one.table, language), reading: candidate.read().reading }
}

/** A word begins a phrase of the grammar of one of these kinds. */
function means({ at }: Lattice, position: number, kinds: readonly Meaning['kind'][]): boolean {
  return at[position]!.some((element) => element.kind === 'word' && kinds.includes(element.meaning.kind))
}

/** Words that only ask: to name them would say nothing of what is missing. */
function isHead(lattice: Lattice, position: number): boolean {
  return [position - 1, position].some((at) => at >= 0 && means(lattice, at, ['count', 'ask', 'exists']))
}

/** A noun that the data does not know, taken for rows in vain. */
function findCalled({ at, tokens }: Lattice): Token[] {
  return at
    .flat()
    .flatMap((element) =>
      element.kind === 'rows' && element.called !== undefined ? [tokens[element.start]!] : [],
    )
}

/** A number among the words left out is said of something; a column alone is asked of no row. */
function explainGaps(
  lattice: Lattice,
  { gaps, read }: Candidate,
  { tables }: Catalog,
): QuestionReading | undefined {
  const { tokens, at, language } = lattice
  const isNumber = gaps.some((gap) => at[gap]!.some(({ kind }) => kind === 'number'))
  if (!isNumber || !gaps.some((gap) => means(lattice, gap, ['compare', 'between']))) return undefined
  const words = gaps.map((gap) => tokens[gap]!.text).join(' ')
  const columns = tables.find(({ name }) => name === lattice.table.name)?.columns ?? []
  const numeric = columns.flatMap((column) =>
    column.type === 'number' && column.derivedFrom === undefined ? [column.name] : [],
  )
  const text = languages[language].texts.whichColumn(words, numeric.slice(0, maxNamedColumns))
  const unplaced = gaps.map((gap) => tokens[gap]!)
  return refuse({
    language,
    reason: 'ambiguous',
    text,
    reading: read().reading,
    unplaced,
    nearest: numeric.slice(0, maxNamedColumns),
  })
}

/** `what is the price`: a column of many values, and nothing that says of which row. */
function findAloneColumn(lattice: Lattice): CatalogColumn[] {
  for (const { parts, cost } of readSequences(lattice)) {
    if (cost > maxAloneCost) return []
    const isPlain = parts.every(
      ({ part: { kind }, objection }) => objection === undefined && (kind === 'ask' || kind === 'column'),
    )
    if (!isPlain) continue
    const columns = parts.flatMap(({ part }) => (part.kind === 'column' ? [part.column] : []))
    return columns.length === 1 && parts.some(({ part }) => part.kind === 'ask') ? columns : []
  }
  return []
}

/** An "and" between two bare values. */
function findTwoKinds({ tokens, at }: Lattice): Token[] {
  const values = at.flat().filter(({ kind }) => kind === 'value')
  return tokens.filter((_, i) => {
    const isAnd = at[i]!.some((element) => element.kind === 'word' && element.meaning.kind === 'and')
    return isAnd && values.some(({ end }) => end === i) && values.some(({ start }) => start === i + 1)
  })
}

/** Some word is in no table, or the words are in different tables. */
export function refuseUncovered(
  lattices: readonly Lattice[],
  catalog: Catalog,
  tokens: readonly Token[],
  language: Language,
): QuestionReading {
  const gaps = lattices.map((lattice) => ({
    table: lattice.table,
    uncovered: findUncovered(lattice),
    isNamed: lattice.at.flat().some(({ kind }) => kind === 'rows'),
  }))
  const nowhere = tokens.filter((_, i) => gaps.every(({ uncovered }) => uncovered.includes(i)))
  const fewest = gaps.sort(
    (a, b) =>
      a.uncovered.length - b.uncovered.length ||
      Number(b.isNamed) - Number(a.isNamed) ||
      b.table.rows - a.table.rows,
  )[0]
  if (nowhere.length > 0) {
    const table: CatalogTable | undefined = fewest?.table
    return refuseUnknown(nowhere, catalog, table, language)
  }
  if (lattices.length === 0) return refuseUnknown(tokens, catalog, undefined, language)
  return refuse({
    language,
    reason: 'not-in-data',
    text: languages[language].texts.needsJoin,
    unplaced: tokens.filter((_, i) => fewest?.uncovered.includes(i)),
  })
}
