import { languageCodes, languages } from './languages/index.js'
import type { LanguageData } from './languages/language.js'

/**
 * Forms a folded word may be an inflection of, itself first. Two words are forms of one when their stems meet.
 * Rules apply once: they over-generate on purpose, and a stem that no name has does no harm.
 */
export function stemsOf(fold: string, language: LanguageData): readonly string[] {
  const { rules, irregular } = language.inflection
  const stems = [fold]
  const known = Object.hasOwn(irregular, fold) ? irregular[fold] : undefined
  if (known !== undefined) return known === fold ? stems : [fold, known]
  for (const { suffix, replaceBy, minRest } of rules) {
    if (!fold.endsWith(suffix) || fold.length - suffix.length < minRest) continue
    const rest = fold.slice(0, -suffix.length)
    stems.push(rest + replaceBy)
    if (replaceBy === '' && isDoubled(rest) && rest.length > minRest) stems.push(rest.slice(0, -1))
  }
  return [...new Set(stems)]
}

/** Stems of a word of the data, whose language is not known: those of every language. */
export function nameStemsOf(fold: string): readonly string[] {
  const forms = [fold, withoutUmlauts(fold)]
  return [
    ...new Set(forms.flatMap((form) => languageCodes.flatMap((code) => stemsOf(form, languages[code])))),
  ]
}

/** `flaeche`, as names of data that has no umlauts write `Fläche`, which folds to `flache`. */
function withoutUmlauts(fold: string): string {
  return fold.replace(/(?<![aeq])([aou])e/gu, '$1').replace('groesse', 'grosse')
}

/** Verbs whose agent the name is (`director`: `direct`); empty for other names. */
export function agentStemsOf(fold: string, language: LanguageData): readonly string[] {
  return language.inflection.agentSuffixes
    .filter((suffix) => fold.endsWith(suffix) && fold.length - suffix.length >= 4)
    .flatMap((suffix) => [fold.slice(0, -suffix.length), `${fold.slice(0, -suffix.length)}e`])
}

/** `plann` of `planned`; not `pass`, `fill`. */
function isDoubled(rest: string): boolean {
  return /([bdgmnprt])\1$/u.test(rest)
}
