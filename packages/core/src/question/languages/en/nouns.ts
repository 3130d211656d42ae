import type { LanguageData } from '../language.js'

export const rowNouns = [
  'record',
  'row',
  'entry',
  'item',
  'element',
  'object',
  'entity',
  'thing',
  'part',
  'component',
]

export const dimensions: LanguageData['dimensions'] = {
  length: ['length', 'duration', 'runtime', 'running time'],
  height: ['height'],
  width: ['width'],
  thickness: ['thickness'],
  weight: ['weight', 'mass'],
  price: ['price', 'cost'],
  speed: ['speed'],
  size: ['size', 'area'],
}

const departures = ['origin', 'source', 'departure', 'start', 'sender', 'herkunft']
const arrivals = ['destination', 'target', 'arrival', 'end', 'receiver', 'recipient', 'ziel']

export const relations: LanguageData['relations'] = [
  { words: ['from'], names: [...departures, 'country', 'city'], opposites: arrivals },
  { words: ['to', 'into'], names: arrivals, opposites: departures },
  {
    words: ['in', 'within', 'located'],
    names: [
      'country',
      'city',
      'state',
      'region',
      'continent',
      'place',
      'location',
      'storey',
      'building',
      'room',
    ],
    opposites: [],
  },
  { words: ['on'], names: ['storey', 'level', 'floor', 'date', 'day'], opposites: [] },
]

export const synonyms: LanguageData['synonyms'] = [
  { words: ['latitude'], names: ['lat'] },
  { words: ['longitude'], names: ['lng', 'lon', 'long'] },
  { words: ['number'], names: ['no', 'nr', 'num'] },
  { words: ['temperature'], names: ['temp'] },
  { words: ['quantity'], names: ['qty'] },
  { words: ['movie', 'film'], names: ['movie', 'film'] },
  {
    words: ['storey', 'story', 'floor', 'level'],
    names: ['storey', 'story', 'floor', 'level', 'geschoss', 'stockwerk', 'etage'],
  },
  { words: ['country'], names: ['land'] },
  { words: ['city'], names: ['stadt'] },
  { words: ['length'], names: ['lange'] },
  { words: ['width'], names: ['breite'] },
  { words: ['height'], names: ['hohe'] },
  { words: ['thickness'], names: ['dicke'] },
  { words: ['depth'], names: ['tiefe'] },
  { words: ['area'], names: ['flache'] },
  { words: ['volume'], names: ['volumen'] },
  { words: ['weight'], names: ['gewicht'] },
  { words: ['slope', 'inclination'], names: ['neigung'] },
  { words: ['price'], names: ['preis'] },
  { words: ['year'], names: ['jahr'] },
  { words: ['date'], names: ['datum'] },
  { words: ['title'], names: ['titel'] },
  { words: ['manufacturer'], names: ['hersteller'] },
  { words: ['population'], names: ['einwohner'] },
  { words: ['percentage', 'percent'], names: ['%'] },
  { words: ['team', 'club'], names: ['team', 'club'] },
  { words: ['country', 'nation'], names: ['country', 'nation', 'nationality'] },
  { words: ['game', 'match'], names: ['game', 'match'] },
  { words: ['song', 'single'], names: ['song', 'single'] },
  { words: ['player', 'person', 'athlete', 'competitor'], names: ['player', 'name', 'athlete'] },
  { words: ['city', 'town'], names: ['city', 'town'] },
  { words: ['location', 'place'], names: ['location', 'venue', 'place'] },
]

export const roles: LanguageData['roles'] = [
  {
    words: ['who', 'whom'],
    names: [
      'name',
      'player',
      'driver',
      'rider',
      'athlete',
      'person',
      'winner',
      'artist',
      'performer',
      'actor',
      'swimmer',
      'cyclist',
      'competitor',
      'candidate',
      'member',
      'representative',
      'opponent',
      'team',
    ],
    orElse: 'label',
  },
  { words: ['when'], names: ['date', 'year', 'season'], orElse: 'date' },
  { words: ['where'], names: ['location', 'place', 'venue', 'city', 'site'] },
]
