import type { LanguageData } from '../language.js'
import { aliases } from './aliases.js'
import { dates } from './dates.js'
import { inflection } from './inflection.js'
import { lexicon } from './lexicon.js'
import { countedNouns, dimensions, relations, roles, rowNouns, synonyms } from './nouns.js'
import { numbers, units } from './quantities.js'
import { texts } from './texts.js'
import * as words from './words.js'

export const english: LanguageData = {
  code: 'en',
  ...words,
  lexicon,
  operationPrefixes: [],
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
  yearNames: ['year'],
  pieceNames: ['quantity', 'qty', 'pieces', 'pcs', 'number of pieces'],
  startNames: [
    'hire',
    'hired',
    'hiring',
    'join',
    'joined',
    'joining',
    'start',
    'started',
    'begin',
    'began',
    'since',
    'employed',
    'entry',
    'entered',
    'enrolled',
    'appointed',
    'opened',
    'founded',
    'established',
    'installed',
    'built',
  ],
  rankNames: ['rank', 'ranking', 'position', 'pos', 'place', 'standing', 'seed', 'grid', 'rang', 'platz'],
  dateBounds: ['by', 'from', 'to', 'since', 'until', 'till', 'before', 'after', 'through', 'thru'],
  inflection,
  texts,
}
