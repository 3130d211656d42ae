import type { LanguageData } from '../language.js'

export const inflection: LanguageData['inflection'] = {
  rules: [
    { suffix: 'ies', replaceBy: 'y', minRest: 2 },
    { suffix: 'ves', replaceBy: 'f', minRest: 3 },
    { suffix: 'es', replaceBy: '', minRest: 4 },
    { suffix: 's', replaceBy: '', minRest: 3 },
    { suffix: 'ed', replaceBy: '', minRest: 4 },
    { suffix: 'ed', replaceBy: 'e', minRest: 3 },
    { suffix: 'ied', replaceBy: 'y', minRest: 3 },
    { suffix: 'ing', replaceBy: '', minRest: 4 },
    { suffix: 'ing', replaceBy: 'e', minRest: 3 },
  ],
  verbSuffixes: ['ed', 'ing'],
  agentSuffixes: ['or', 'er'],
  irregular: {
    people: 'person',
    children: 'child',
    men: 'man',
    women: 'woman',
    feet: 'foot',
    mice: 'mouse',
    series: 'series',
    species: 'species',
    news: 'news',
    status: 'status',
  },
  plurals: [{ suffix: 's', capital: false }],
  compounds: false,
}
