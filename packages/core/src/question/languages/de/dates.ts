import type { DateUnit } from '../../dates.js'
import type { LanguageData } from '../language.js'

const endings = ['e', 'en', 'er', 'es', 'em']

/** `letzte Woche`, `im vorigen Monat`: every ending, since no other word has it. */
function nearUnit(noun: string, unit: DateUnit): LanguageData['dates']['relative'] {
  const phrases = (stems: readonly string[], offset: number) =>
    stems.flatMap((stem) => endings.map((ending) => [`${stem}${ending} ${noun}`, { unit, offset }] as const))
  return Object.fromEntries([
    ...phrases(['dies'], 0),
    ...phrases(['letzt', 'vorig', 'vergangen'], -1),
    ...phrases(['nachst'], 1),
  ])
}

export const dates: LanguageData['dates'] = {
  months: [
    ['januar', 'jan', 'janner'],
    ['februar', 'feb'],
    ['marz', 'mar', 'maerz'],
    ['april', 'apr'],
    ['mai'],
    ['juni', 'jun'],
    ['juli', 'jul'],
    ['august', 'aug'],
    ['september', 'sep', 'sept'],
    ['oktober', 'okt'],
    ['november', 'nov'],
    ['dezember', 'dez'],
  ],
  dayFirst: true,
  joins: [],
  units: {
    tag: 'day',
    tage: 'day',
    tagen: 'day',
    woche: 'week',
    wochen: 'week',
    monat: 'month',
    monate: 'month',
    monaten: 'month',
    quartal: 'quarter',
    quartale: 'quarter',
    quartalen: 'quarter',
    jahr: 'year',
    jahre: 'year',
    jahren: 'year',
  },
  relative: {
    heute: { unit: 'day', offset: 0 },
    gestern: { unit: 'day', offset: -1 },
    morgen: { unit: 'day', offset: 1 },
    ...nearUnit('woche', 'week'),
    ...nearUnit('monat', 'month'),
    ...nearUnit('quartal', 'quarter'),
    ...nearUnit('jahr', 'year'),
  },
  past: ['letzten', 'letzte', 'vergangenen', 'vergangene'],
  until: ['bis'],
}
