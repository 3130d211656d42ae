import { languageCodes, languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'

/** Words that say what was done (`scored`, `built`, `gebaut`), of a question or of a name, in whatever language. */
export function isVerbForm(word: string): boolean {
  return languageCodes.some((code) => {
    const { inflection, passives } = languages[code]
    const { lightVerbs, eventVerbs } = lexiconOf(code)
    return (
      lightVerbs.has(word) ||
      eventVerbs.has(word) ||
      passives.verbs.includes(word) ||
      inflection.participles.includes(word) ||
      inflection.verbSuffixes.some((suffix) => word.endsWith(suffix))
    )
  })
}
