import type { LanguageData } from '../language.js'
import { aliases } from './aliases.js'
import { dates } from './dates.js'
import { inflection } from './inflection.js'
import { lexicon } from './lexicon.js'
import { countedNouns, dimensions, operationPrefixes, relations, roles, rowNouns, synonyms } from './nouns.js'
import { numbers, units } from './quantities.js'
import { texts } from './texts.js'
import * as words from './words.js'

export const german: LanguageData = {
  code: 'de',
  ...words,
  lexicon,
  operationPrefixes,
  rowNouns,
  dimensions,
  roles,
  relations,
  synonyms,
  aliases,
  countedNouns,
  numbers,
  units,
  dates,
  yearNames: ['jahr'],
  pieceNames: ['stuckzahl', 'stuck', 'menge', 'anzahl'],
  startNames: [
    'eingestellt',
    'einstellung',
    'einstellungsdatum',
    'eintritt',
    'eintrittsdatum',
    'beginn',
    'startdatum',
    'seit',
    'beigetreten',
    'angestellt',
    'eroffnet',
    'gegrundet',
    'gebaut',
    'installiert',
  ],
  rankNames: ['rang', 'platz', 'platzierung', 'position', 'pos', 'rank', 'ranking', 'place'],
  dateBounds: ['bis', 'ab', 'von', 'seit', 'vor', 'nach', 'spatestens', 'fruhestens'],
  inflection,
  texts,
}
