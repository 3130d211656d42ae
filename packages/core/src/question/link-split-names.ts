import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import type { Element } from './elements.js'
import { expressionOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'
import { countedForms, readColumnName } from './name-forms.js'
import { rememberFor } from './remember.js'
import { nameStemsOf, stemsOf } from './stems.js'
import type { Token } from './tokens.js'
import { isVerbForm } from './verb-forms.js'

const splitCost = 0.08
const verbCost = 0.02

/** A name of a thing and what was done with it (`Goals Scored`). */
interface SplitName {
  readonly column: CatalogColumn
  readonly noun: readonly string[]
  readonly verb: readonly string[]
}

/**
 * Names whose two words stand apart in the question (`scored the most goals` of `Goals Scored`): the noun is the column,
 * and the verb says nothing more. Only where one column's name has them, and no other column's name is the noun alone.
 */
export function linkSplitNames(tokens: readonly Token[], table: CatalogTable, language: Language): Element[] {
  const { reserved } = lexiconOf(language)
  const verbs = new Set(
    tokens.flatMap(({ fold }, at) => (!reserved.has(fold) && isVerbForm(fold) ? [at] : [])),
  )
  if (verbs.size === 0) return []
  const places = placeForms(tokens, language)
  const placesOf = (forms: readonly string[]) => new Set(forms.flatMap((form) => places.get(form) ?? []))
  const found = splitNamesOf(table, language).flatMap(({ column, noun, verb }) => {
    const behinds = [...placesOf(verb)].filter((at) => verbs.has(at)).sort((a, b) => a - b)
    if (behinds.length === 0) return []
    return [...placesOf(noun)]
      .sort((a, b) => a - b)
      .flatMap((at) =>
        behinds.flatMap((behind) => (behind === at || behind === at + 1 ? [] : [{ column, at, behind }])),
      )
  })
  return found
    .filter(({ column, at }) => found.every((other) => other.at !== at || other.column === column))
    .flatMap(({ column, at, behind }): Element[] => [
      { kind: 'column', start: at, end: at + 1, cost: splitCost, column, derived: false },
      { kind: 'light', start: behind, end: behind + 1, cost: verbCost, isEvent: false },
    ])
}

/** Where each form of a word stands that the question says, or means by another. */
function placeForms(tokens: readonly Token[], language: Language): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (const [at, { fold, kind }] of tokens.entries()) {
    const forms = kind === 'word' ? stemsOf(fold, languages[language]) : []
    const synonyms = languages[language].synonyms.flatMap(({ words, names }) =>
      forms.some((form) => words.includes(form)) ? names : [],
    )
    for (const form of [...forms, ...synonyms]) places.set(form, [...(places.get(form) ?? []), at])
  }
  return places
}

const namesBy = rememberFor((_: CatalogTable) => new Map<Language, readonly SplitName[]>())

function splitNamesOf(table: CatalogTable, language: Language): readonly SplitName[] {
  const known = namesBy(table).get(language)
  if (known !== undefined) return known
  const columns = table.columns.filter(
    (column) => column.derivedFrom === undefined && expressionOf(column) === undefined,
  )
  const plain = columns.flatMap((column) =>
    readColumnName(column.path).forms.map(({ words }) => ({ named: column, words })),
  )
  const nouns = new Set(languages[language].countedNouns.flatMap(({ words }) => words))
  const counted = countedForms(columns, languages[language]).flatMap(({ named, words }): SplitName[] => {
    const [verb, noun] = words
    if (words.length !== 2 || !nouns.has(noun!) || nouns.has(verb!)) return []
    return [{ column: named, noun: nameStemsOf(noun!), verb: nameStemsOf(verb!) }]
  })
  const split = plain.flatMap(({ named, words }): SplitName[] => {
    const [noun, verb, ...more] =
      words[0] !== undefined && isVerbForm(words[0]) ? [...words].reverse() : words
    if (noun === undefined || verb === undefined || more.length > 0) return []
    if (isVerbForm(noun) || !isVerbForm(verb)) return []
    return [{ column: named, noun: nameStemsOf(noun), verb: nameStemsOf(verb) }]
  })
  namesBy(table).set(language, [...split, ...counted])
  return [...split, ...counted]
}
