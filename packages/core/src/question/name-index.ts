import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import type { Language } from './languages/index.js'
import { languages } from './languages/index.js'
import { countedForms, innerForms, readColumnName, readTableName } from './name-forms.js'
import { agentStemsOf, nameStemsOf, stemsOf } from './stems.js'

/** How a name was met; `derived`: by a verb or another form that is not a noun's (`delayed` for `delay`). */
export interface NameMatch<Named> {
  readonly named: Named
  readonly cost: number
  readonly derived: boolean
  /** By a word inside the name, which before another noun would only describe that (`fire` of `fire doors`). */
  readonly inner: boolean
}

interface IndexedForm<Named> {
  readonly named: Named
  readonly words: readonly string[]
  readonly stems: readonly ReadonlySet<string>[]
  readonly agents: ReadonlySet<string>
  readonly cost: number
  readonly inner: boolean
}

const lemmaCost = 0.01
const synonymCost = 0.06
const agentCost = 0.08
const compoundCost = 0.1
const minCompoundPart = 4

/** Names of one table, ready to be met by words of questions. */
export interface NameIndex {
  columns(words: readonly string[]): readonly NameMatch<CatalogColumn>[]
  table(words: readonly string[]): NameMatch<CatalogTable> | undefined
  unitOf(column: CatalogColumn): string | undefined
}

export function createNameIndex(table: CatalogTable, language: Language): NameIndex {
  const columnForms: IndexedForm<CatalogColumn>[] = []
  const stems = rememberStems()
  const units = new Map<CatalogColumn, string>()
  for (const column of table.columns) {
    if (column.derivedFrom !== undefined) continue
    const { forms, unit } = readColumnName(column.path)
    if (unit !== undefined) units.set(column, unit)
    for (const { words, cost } of forms) columnForms.push(indexForm(column, words, cost, language, stems))
  }
  for (const { named, words, cost } of innerForms(table.columns, columnForms))
    columnForms.push({ ...indexForm(named, words, cost, language, stems), inner: true })
  for (const { named, words, cost } of countedForms(table.columns, languages[language]))
    columnForms.push(indexForm(named, words, cost, language, stems))
  const tableForms = [table.name, ...table.aliases]
    .flatMap(readTableName)
    .map(({ words, cost }) => indexForm(table, words, cost, language, stems))
  const byStem = groupByStem(columnForms, language)
  return {
    columns: (words) => matchForms(words, candidatesOf(words, byStem, language), language),
    table: (words) => matchForms(words, tableForms, language, true)[0],
    unitOf: (column) => units.get(column),
  }
}

/** Whether words name a table; its columns are not looked at. */
export function matchTableName(
  words: readonly string[],
  table: CatalogTable,
  language: Language,
): NameMatch<CatalogTable> | undefined {
  const stems = rememberStems()
  const forms = readTableName(table.name).map((form) =>
    indexForm(table, form.words, form.cost, language, stems),
  )
  return matchForms(words, forms, language)[0]
}

/** Words occur in many names of one table. */
function rememberStems(): (word: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>()
  return (word) => {
    const stems = known.get(word) ?? new Set(nameStemsOf(word))
    known.set(word, stems)
    return stems
  }
}

function indexForm<Named>(
  named: Named,
  words: readonly string[],
  cost: number,
  language: Language,
  stemsOfName: (word: string) => ReadonlySet<string>,
): IndexedForm<Named> {
  const last = words.at(-1) ?? ''
  return {
    named,
    words,
    stems: words.map(stemsOfName),
    agents: new Set(words.length === 1 ? agentStemsOf(last, languages[language]) : []),
    cost,
    inner: false,
  }
}

function groupByStem(
  forms: readonly IndexedForm<CatalogColumn>[],
  language: Language,
): ReadonlyMap<string, readonly IndexedForm<CatalogColumn>[]> {
  const groups = new Map<string, IndexedForm<CatalogColumn>[]>()
  for (const form of forms) {
    const keys = new Set([...(form.stems[0] ?? []), ...form.agents])
    for (const { words, names } of languages[language].synonyms) {
      if (names.some((name) => form.stems[0]?.has(name))) for (const word of words) keys.add(word)
    }
    for (const key of keys) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [form])
      else group.push(form)
    }
  }
  return groups
}

function candidatesOf(
  words: readonly string[],
  byStem: ReadonlyMap<string, readonly IndexedForm<CatalogColumn>[]>,
  language: Language,
): readonly IndexedForm<CatalogColumn>[] {
  const stems = stemsOf(words[0] ?? '', languages[language])
  return [...new Set(stems.flatMap((stem) => byStem.get(stem) ?? []))]
}

function matchForms<Named>(
  words: readonly string[],
  forms: readonly IndexedForm<Named>[],
  language: Language,
  compounds = false,
): NameMatch<Named>[] {
  const best = new Map<Named, NameMatch<Named>>()
  for (const form of forms) {
    const match = matchForm(words, form, language, compounds)
    if (match === undefined) continue
    const known = best.get(form.named)
    if (known === undefined || match.cost < known.cost) best.set(form.named, match)
  }
  return [...best.values()].sort((a, b) => a.cost - b.cost)
}

function matchForm<Named>(
  words: readonly string[],
  form: IndexedForm<Named>,
  language: Language,
  compounds: boolean,
): NameMatch<Named> | undefined {
  if (words.length !== form.words.length) return undefined
  let cost = form.cost
  let derived = false
  for (const [position, word] of words.entries()) {
    const step = matchWord(word, form, position, language, compounds)
    if (step === undefined) return undefined
    cost += step.cost
    derived ||= step.derived
  }
  return { named: form.named, cost, derived, inner: form.inner }
}

function matchWord(
  word: string,
  form: IndexedForm<unknown>,
  position: number,
  language: Language,
  compounds: boolean,
): { cost: number; derived: boolean } | undefined {
  const name = form.words[position]!
  if (word === name) return { cost: 0, derived: false }
  const data = languages[language]
  const stems = stemsOf(word, data)
  const nameStems = form.stems[position]!
  if (stems.some((stem) => nameStems.has(stem)))
    return {
      cost: lemmaCost,
      derived: isVerbForm(word, name, data.inflection.verbSuffixes) || isVerbOf(stems, form, name),
    }
  const known = data.synonyms.some(
    (group) =>
      group.words.some((entry) => stems.includes(entry)) && group.names.some((entry) => nameStems.has(entry)),
  )
  if (known) return { cost: synonymCost, derived: false }
  if (stems.some((stem) => form.agents.has(stem))) return { cost: agentCost, derived: true }
  const isTail = stems.some(
    (stem) =>
      stem.length >= minCompoundPart &&
      [...nameStems].some((tail) => tail.endsWith(stem) && tail.length - stem.length >= 3),
  )
  return compounds && data.inflection.compounds && isTail ? { cost: compoundCost, derived: false } : undefined
}

/** `manage` of `manager`. */
function isVerbOf(stems: readonly string[], { agents }: IndexedForm<unknown>, name: string): boolean {
  return !stems.includes(name) && stems.some((stem) => agents.has(stem))
}

/** `delayed`, `rated` for `delay`, `rating`: the question describes by the word rather than naming it. */
function isVerbForm(word: string, name: string, suffixes: readonly string[]): boolean {
  return word !== name && suffixes.some((suffix) => word.endsWith(suffix))
}
