import type { LanguageData } from '../language.js'

/** Folding has already taken umlauts away, so that `Länge` and `Längen`, `Flug` and `Flüge` differ by an ending alone. */
export const inflection: LanguageData['inflection'] = {
  rules: [
    { suffix: 'innen', replaceBy: 'in', minRest: 4 },
    { suffix: 'nen', replaceBy: 'n', minRest: 5 },
    { suffix: 'ien', replaceBy: '', minRest: 5 },
    { suffix: 'ern', replaceBy: '', minRest: 4 },
    { suffix: 'en', replaceBy: '', minRest: 3 },
    { suffix: 'en', replaceBy: 'e', minRest: 4 },
    { suffix: 'er', replaceBy: '', minRest: 4 },
    { suffix: 'er', replaceBy: 'e', minRest: 4 },
    { suffix: 'es', replaceBy: '', minRest: 3 },
    { suffix: 'es', replaceBy: 'e', minRest: 4 },
    { suffix: 'em', replaceBy: '', minRest: 4 },
    { suffix: 'e', replaceBy: '', minRest: 3 },
    { suffix: 'n', replaceBy: '', minRest: 3 },
    { suffix: 's', replaceBy: '', minRest: 3 },
  ],
  verbSuffixes: [],
  agentSuffixes: [],
  irregular: {
    datensatze: 'datensatz',
    datensatzen: 'datensatz',
    stadte: 'stadt',
    stadten: 'stadt',
    lander: 'land',
    landern: 'land',
  },
  plurals: ['n', 'r', 'e', 's', 'l'].map((suffix) => ({ suffix, capital: true })),
  compounds: true,
}
