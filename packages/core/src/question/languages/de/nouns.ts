import type { LanguageData } from '../language.js'

export const rowNouns = ['datensatz', 'eintrag', 'zeile', 'teil', 'element', 'objekt', 'bauteil', 'stuck']

export const operationPrefixes: LanguageData['operationPrefixes'] = [
  { prefix: 'gesamt', fn: 'sum' },
  { prefix: 'durchschnitts', fn: 'avg' },
  { prefix: 'median', fn: 'median' },
  { prefix: 'maximal', fn: 'max' },
  { prefix: 'hochst', fn: 'max' },
  { prefix: 'minimal', fn: 'min' },
  { prefix: 'mindest', fn: 'min' },
]

export const dimensions: LanguageData['dimensions'] = {
  length: ['lange', 'dauer', 'laufzeit', 'length', 'duration'],
  height: ['hohe', 'height'],
  width: ['breite', 'width'],
  thickness: ['dicke', 'thickness'],
  weight: ['gewicht', 'masse', 'weight'],
  price: ['preis', 'kosten', 'price', 'cost'],
  speed: ['geschwindigkeit', 'speed'],
  age: ['alter', 'age'],
  size: ['grosse', 'flache', 'size', 'area'],
}

const departures = ['herkunft', 'start', 'abflug', 'quelle', 'absender', 'origin', 'source', 'departure']
const arrivals = ['ziel', 'ankunft', 'empfanger', 'destination', 'target', 'arrival']

export const relations: LanguageData['relations'] = [
  { words: ['von', 'vom'], names: departures, opposites: arrivals, isGenitive: true },
  { words: ['aus'], names: departures, opposites: arrivals },
  { words: ['nach', 'zu', 'zum', 'zur'], names: arrivals, opposites: departures },
  {
    words: ['in', 'im', 'innerhalb'],
    names: [
      'land',
      'stadt',
      'ort',
      'region',
      'kontinent',
      'geschoss',
      'gebaude',
      'raum',
      'country',
      'city',
      'storey',
    ],
    opposites: [],
  },
  { words: ['auf', 'am'], names: ['geschoss', 'ebene', 'datum', 'tag', 'storey', 'level'], opposites: [] },
]

export const synonyms: LanguageData['synonyms'] = [
  { words: ['tur'], names: ['door'] },
  { words: ['fenster'], names: ['window'] },
  { words: ['wand'], names: ['wall'] },
  { words: ['treppe'], names: ['stair'] },
  { words: ['dach'], names: ['roof'] },
  { words: ['raum', 'zimmer'], names: ['space', 'room', 'raum', 'zimmer'] },
  { words: ['trager', 'balken'], names: ['beam'] },
  { words: ['gelander'], names: ['railing'] },
  { words: ['aussen', 'ausser'], names: ['external', 'exterior'] },
  { words: ['tragend'], names: ['load bearing', 'loadbearing'] },
  { words: ['fichte'], names: ['spruce'] },
  { words: ['buche'], names: ['beech'] },
  { words: ['eiche'], names: ['oak'] },
  { words: ['kiefer'], names: ['pine'] },
  { words: ['deutschland'], names: ['germany'] },
  { words: ['osterreich'], names: ['austria'] },
  { words: ['schweiz'], names: ['switzerland'] },
  { words: ['frankreich'], names: ['france'] },
  { words: ['italien'], names: ['italy'] },
  { words: ['spanien'], names: ['spain'] },
  { words: ['gehalt', 'lohn'], names: ['salary'] },
  { words: ['verdient', 'verdienen'], names: ['gehalt', 'lohn', 'monatsgehalt', 'salary', 'wage', 'income'] },
  { words: ['abteilung'], names: ['department'] },
  { words: ['alter'], names: ['age'] },
  { words: ['mitarbeiter', 'angestellte'], names: ['employee'] },
  { words: ['kunde'], names: ['customer'] },
  { words: ['bestellung', 'auftrag'], names: ['order'] },
  { words: ['produkt', 'artikel'], names: ['product'] },
  { words: ['menge'], names: ['quantity', 'amount'] },
  { words: ['farbe'], names: ['color', 'colour'] },
  { words: ['sprache'], names: ['language'] },
  { words: ['kategorie'], names: ['category'] },
  { words: ['breitengrad'], names: ['lat', 'latitude'] },
  { words: ['langengrad'], names: ['lng', 'lon', 'longitude'] },
  { words: ['nummer'], names: ['nr', 'no', 'number'] },
  { words: ['film'], names: ['movie', 'film'] },
  { words: ['flug'], names: ['flight'] },
  { words: ['verspatung'], names: ['delay'] },
  { words: ['entfernung', 'distanz'], names: ['distance'] },
  {
    words: ['geschoss', 'stockwerk', 'etage'],
    names: ['geschoss', 'stockwerk', 'etage', 'storey', 'floor', 'level'],
  },
  { words: ['land'], names: ['country'] },
  { words: ['stadt'], names: ['city'] },
  { words: ['lange'], names: ['length'] },
  { words: ['breite'], names: ['width'] },
  { words: ['hohe'], names: ['height'] },
  { words: ['dicke'], names: ['thickness'] },
  { words: ['tiefe'], names: ['depth'] },
  { words: ['flache'], names: ['area'] },
  { words: ['volumen'], names: ['volume'] },
  { words: ['gewicht'], names: ['weight'] },
  { words: ['neigung'], names: ['slope', 'inclination'] },
  { words: ['preis'], names: ['price'] },
  { words: ['jahr'], names: ['year'] },
  { words: ['datum'], names: ['date'] },
  { words: ['titel'], names: ['title'] },
  { words: ['hersteller'], names: ['manufacturer'] },
  { words: ['einwohner', 'einwohnerzahl'], names: ['population'] },
  { words: ['bewertung'], names: ['rating'] },
  { words: ['regisseur'], names: ['director'] },
]

export const roles: LanguageData['roles'] = [
  {
    words: ['wer', 'wen', 'wem'],
    names: ['name', 'spieler', 'fahrer', 'person', 'sieger', 'gewinner', 'mitglied', 'kandidat', 'player'],
    orElse: 'label',
  },
  { words: ['wann'], names: ['datum', 'jahr', 'saison', 'date', 'year', 'season'], orElse: 'date' },
  { words: ['wo'], names: ['ort', 'stadt', 'location', 'venue', 'city'] },
]

export const countedNouns: LanguageData['countedNouns'] = [
  {
    words: ['medaille', 'medaillen'],
    parts: ['gold', 'silver', 'bronze', 'silber'],
    wholes: ['total', 'gesamt', 'summe'],
  },
  {
    words: ['spiel', 'spiele', 'partie', 'partien'],
    parts: [
      'gewonnen',
      'siege',
      'verloren',
      'niederlagen',
      'unentschieden',
      'gespielt',
      'won',
      'lost',
      'played',
    ],
    wholes: ['gespielt', 'played'],
  },
]
