import type { Element } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'
import type { Token } from './tokens.js'

const lightCost = 0.02
/** From here on a column is met by a part of its name only. */
const farCost = 0.15
/** The verb is a form of a column's name, too. */
const unheededCost = 0.15

/** Verbs that carry nothing beside what is asked for, where nothing surer is known of them. */
export function linkLightVerbs(
  tokens: readonly Token[],
  known: readonly Element[],
  language: Language,
): Element[] {
  const { lightVerbs, eventVerbs } = lexiconOf(language)
  return tokens.flatMap(({ kind, fold }, at): Element[] => {
    const here = known.filter(({ start, end }) => start <= at && at < end)
    const isKnown = here.some(
      ({ kind, cost, start, end }) => kind !== 'column' || end - start > 1 || cost < farCost,
    )
    const isEvent = eventVerbs.has(fold) || isPassive(tokens, at, known, language)
    if (kind !== 'word' || isKnown || !(isEvent || lightVerbs.has(fold))) return []
    const cost = here.length > 0 ? lightCost + unheededCost : lightCost
    return [{ kind: 'light', start: at, end: at + 1, cost, isEvent }]
  })
}

/** `were held`, `wurden in Rom abgehalten`: German puts what it is said of between. */
function isPassive(
  tokens: readonly Token[],
  at: number,
  known: readonly Element[],
  language: Language,
): boolean {
  const { passives, inflection } = languages[language]
  const isAuxiliary = ({ fold }: Token) => passives.auxiliaries.includes(fold)
  const before = inflection.compounds ? tokens.slice(0, at) : tokens.slice(Math.max(0, at - 1), at)
  if (!passives.verbs.includes(tokens[at]!.fold)) return false
  return before.some(isAuxiliary) || isReduced(tokens, at, known, language)
}

/** `competitions held in 2003`: behind what is counted, and before where or when. */
function isReduced(
  tokens: readonly Token[],
  at: number,
  known: readonly Element[],
  language: Language,
): boolean {
  const { functionWords } = lexiconOf(language)
  const isNoun = known.some(({ kind, end }) => (kind === 'column' || kind === 'rows') && end === at)
  const counts = known.some(({ kind, end }) => kind === 'word' && end < at)
  return isNoun && counts && functionWords.has(tokens[at + 1]?.fold ?? '')
}
