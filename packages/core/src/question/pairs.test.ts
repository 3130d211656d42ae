import { describe, expect, it } from 'vitest'
import { hashPlan } from '../plan/hash-plan.js'
import { planOfSample, type Sample } from '../testing/read-sample.js'

const paraphrases: readonly (readonly [Sample, string, string])[] = [
  [
    'flights',
    'how many flights were delayed more than 60 minutes',
    'number of flights with a delay over 60 minutes',
  ],
  [
    'flights',
    'how many flights were delayed more than 60 minutes',
    'Anzahl der Flüge mit einer Verspätung über 60 Minuten',
  ],
  ['flights', 'how many flights from ORD to JFK', 'how many flights to JFK from ORD are there'],
  ['flights', 'how many flights from ORD to JFK', 'count the flights with origin ORD and destination JFK'],
  ['flights', 'which origin has the most flights', 'what is the most common origin'],
  ['flights', 'average delay per origin', 'what is the mean delay for each origin'],
  ['flights', 'total distance', 'what is the sum of the distance of all flights'],
  [
    'flights',
    'how many flights with delay between 10 and 20',
    'how many flights with delay at least 10 and delay at most 20',
  ],
  ['movies', 'how many movies are dramas', 'how many drama movies are there'],
  ['movies', 'how many movies have no director', 'how many movies lack a director'],
  ['movies', 'how many movies have no director', 'number of films without a director'],
  ['movies', 'what is the highest IMDB rating', 'maximum IMDB rating'],
  ['movies', 'how many movies are by Woody Allen', 'how many movies did Woody Allen direct'],
  ['movies', 'how many movies of genre drama', 'how many movies have the major genre "Drama"'],
  ['cities', 'how many cities are in DE', 'how many cities with country DE'],
  ['cities', 'how many cities are in DE', 'how many cities whose country is DE'],
  ['timber', 'Wie viele Ständer gibt es?', 'Anzahl der Ständer'],
  ['timber', 'Wie viele Ständer gibt es im EG?', 'Wie viele Ständer sind im Geschoss EG?'],
  ['timber', 'Gesamtlänge der Ständer', 'Was ist die Summe der Längen aller Ständer?'],
  ['timber', 'Wie viele Bauteile ohne Geschoss gibt es?', 'Bei wie vielen Bauteilen fehlt das Geschoss?'],
  ['elements', 'how many doors on level 3', 'how many IfcDoor elements are on Level 3'],
  ['elements', 'how many doors without fire rating', 'how many doors lack a fireRating'],
]

const nearMisses: readonly (readonly [Sample, string, string])[] = [
  [
    'flights',
    'how many flights were delayed more than 60 minutes',
    'how many flights were delayed more than 61 minutes',
  ],
  [
    'flights',
    'how many flights were delayed more than 60 minutes',
    'how many flights were delayed less than 60 minutes',
  ],
  [
    'flights',
    'how many flights were delayed more than 60 minutes',
    'how many flights were delayed at least 60 minutes',
  ],
  [
    'flights',
    'how many flights were delayed more than 60 minutes',
    'how many flights were not delayed more than 60 minutes',
  ],
  ['flights', 'how many flights from ORD', 'how many flights to ORD'],
  ['flights', 'how many flights from ORD', 'how many flights from ATL'],
  ['flights', 'how many flights from ORD', 'how many flights not from ORD'],
  ['flights', 'which origin has the most flights', 'which origin has the fewest flights'],
  ['flights', 'which origin has the most flights', 'which destination has the most flights'],
  ['flights', 'top 3 origins by number of flights', 'top 4 origins by number of flights'],
  ['flights', 'average delay', 'total delay'],
  ['flights', 'average delay', 'average distance'],
  ['flights', 'how many flights have delay > 1,000', 'how many flights have delay > 100'],
  ['movies', 'how many movies have no director', 'how many movies have a director'],
  ['movies', 'how many drama movies', 'how many comedy movies'],
  ['movies', 'how many drama movies', 'which drama movies'],
  ['movies', 'highest US gross', 'highest worldwide gross'],
  ['movies', 'highest US gross', 'lowest US gross'],
  ['cities', 'how many cities are in DE', 'how many cities are in US'],
  ['cities', 'how many cities are in DE', 'how many cities are not in DE'],
  ['timber', 'Wie viele Ständer sind im 1OG?', 'Wie viele Ständer sind im 2OG?'],
  ['timber', 'Wie viele Bauteile sind tragend?', 'Wie viele Bauteile sind nicht tragend?'],
  ['timber', 'Wie viele Ständer sind länger als 3.000 mm?', 'Wie viele Ständer sind kürzer als 3.000 mm?'],
  ['timber', 'Wie viele Bauteile haben ein Geschoss?', 'Wie viele Bauteile haben kein Geschoss?'],
  ['elements', 'how many doors are on level 3', 'how many doors are on level 2'],
  ['elements', 'how many doors are on level 3', 'how many windows are on level 3'],
  ['elements', 'how many doors have a fire rating', 'how many doors lack a fire rating'],
]

describe('readQuestion', () => {
  it.each(paraphrases)('%s: "%s" is "%s"', async (sample, one, other) => {
    expect(await hashPlan(await planOfSample(sample, one))).toBe(
      await hashPlan(await planOfSample(sample, other)),
    )
  })

  it.each(nearMisses)('%s: "%s" is not "%s"', async (sample, one, other) => {
    expect(await hashPlan(await planOfSample(sample, one))).not.toBe(
      await hashPlan(await planOfSample(sample, other)),
    )
  })
})
