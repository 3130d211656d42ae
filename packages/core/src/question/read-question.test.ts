import { describe, expect, it } from 'vitest'
import type { Plan } from '../plan/algebra.js'
import { canonicalPlan } from '../plan/canonical-plan.js'
import { blank, given, is, oneOf, plans } from '../testing/plan-builders.js'
import { planOfSample, type Sample } from '../testing/read-sample.js'

const {
  count,
  countBy,
  countDistinct,
  exists,
  measure,
  measureBy,
  rows,
  topCount,
  topMeasure,
  topRows,
  values,
} = plans

const flights = 'flights-3m'
const movies = 'movies'
const cities = 'cities'
const timber = 'holzbauteile-801'
const elements = 'elements'
const doors = is('type', 'eq', 'IfcDoor')
const studs = is('Name', 'eq', 'Ständer')
const flag = 'Tragend/ nicht tragend'

const answered: readonly (readonly [Sample, string, Plan])[] = [
  ['flights', 'how many flights were delayed more than 60 minutes', count(flights, is('delay', 'gt', 60))],
  ['flights', 'how many flights are there?', count(flights)],
  ['flights', 'how many records', count(flights)],
  ['flights', 'Please, can you tell me how many flights there are?', count(flights)],
  ['flights', 'how many flights have a delay of at least 30 minutes', count(flights, is('delay', 'ge', 30))],
  ['flights', 'how many flights have a delay of at most 30', count(flights, is('delay', 'le', 30))],
  ['flights', 'how many flights have a delay of 30 or more', count(flights, is('delay', 'ge', 30))],
  ['flights', 'how many flights have a delay under 12.5', count(flights, is('delay', 'lt', 12.5))],
  [
    'flights',
    'how many flights were not delayed less than 60 minutes',
    count(flights, is('delay', 'ge', 60)),
  ],
  ['flights', 'how many flights were not delayed at least 60 minutes', count(flights, is('delay', 'lt', 60))],
  ['flights', 'how many flights were not delayed at most 60 minutes', count(flights, is('delay', 'gt', 60))],
  ['flights', 'how many flights have delay = 17', count(flights, is('delay', 'eq', 17))],
  ['flights', 'how many flights have delay >= 17', count(flights, is('delay', 'ge', 17))],
  ['flights', 'how many flights have delay != 17', count(flights, is('delay', 'ne', 17))],
  ['flights', 'how many flights had a distance over 1.5k', count(flights, is('distance', 'gt', 1500))],
  ['flights', 'number of flights with distance over 2 thousand', count(flights, is('distance', 'gt', 2000))],
  [
    'flights',
    'how many flights were not delayed more than 60 minutes',
    count(flights, is('delay', 'le', 60)),
  ],
  [
    'flights',
    'flights with distance between 500 and 1,000 miles',
    rows(flights, [], is('distance', 'ge', 500), is('distance', 'le', 1000)),
  ],
  ['flights', 'what is the total distance of all flights', measure(flights, 'sum', 'distance')],
  ['flights', 'median delay of flights', measure(flights, 'median', 'delay')],
  ['flights', 'what is the average delay per origin', measureBy(flights, 'avg', 'delay', 'origin')],
  ['flights', 'which origin has the most flights', topCount(flights, 'origin', 1, true)],
  ['flights', 'which destination has the fewest flights', topCount(flights, 'destination', 1, false)],
  ['flights', 'which 3 origins have the most flights', topCount(flights, 'origin', 3, true)],
  ['flights', 'top 3 origins by number of flights', topCount(flights, 'origin', 3, true)],
  ['flights', 'what is the most common destination', topCount(flights, 'destination', 1, true)],
  ['flights', 'top 2 origins by average delay', topMeasure(flights, 'avg', 'delay', 'origin', 2, true)],
  [
    'flights',
    'which origin has the highest average delay',
    topMeasure(flights, 'avg', 'delay', 'origin', 1, true),
  ],
  ['flights', 'what is the longest delay', measure(flights, 'max', 'delay')],
  [
    'flights',
    'lowest delay of flights from ORD',
    measure(flights, 'min', 'delay', is('origin', 'eq', 'ORD')),
  ],
  ['flights', 'which flight has the highest delay', topRows(flights, 'delay', 1, true, [])],
  ['flights', 'how many flights from ORD or ATL', count(flights, oneOf('origin', 'ATL', 'ORD'))],
  ['flights', 'how many flights not from ORD', count(flights, is('origin', 'ne', 'ORD'))],
  [
    'flights',
    'how many flights from ORD to JFK',
    count(flights, is('origin', 'eq', 'ORD'), is('destination', 'eq', 'JFK')),
  ],
  ['flights', 'is there a flight to JFK', exists(flights, is('destination', 'eq', 'JFK'))],
  ['flights', 'list all origins', values(flights, 'origin')],
  ['flights', 'how many different origins are there', countDistinct(flights, 'origin')],
  ['flights', 'wie viele Flüge hatten mehr als 60 Minuten Verspätung', count(flights, is('delay', 'gt', 60))],
  ['movies', 'how many movies are rated PG-13', count(movies, is('MPAA Rating', 'eq', 'PG-13'))],
  [
    'movies',
    'what is the average IMDB rating of drama movies',
    measure(movies, 'avg', 'IMDB Rating', is('Major Genre', 'eq', 'Drama')),
  ],
  ['movies', 'which director has the most movies', topCount(movies, 'Director', 1, true)],
  ['movies', 'which director directed the most movies', topCount(movies, 'Director', 1, true)],
  [
    'movies',
    'top 5 movies by worldwide gross',
    topRows(movies, 'Worldwide Gross', 5, true, ['Title', 'Worldwide Gross']),
  ],
  [
    'movies',
    'average production budget per major genre',
    measureBy(movies, 'avg', 'Production Budget', 'Major Genre'),
  ],
  ['movies', 'how many movies have no director', count(movies, blank('Director'))],
  ['movies', 'how many movies do not have a director', count(movies, blank('Director'))],
  ['movies', 'how many movies have a director', count(movies, given('Director'))],
  ['movies', 'how many movies without IMDB rating', count(movies, blank('IMDB Rating'))],
  [
    'movies',
    'how many movies were directed by Steven Spielberg',
    count(movies, is('Director', 'eq', 'Steven Spielberg')),
  ],
  [
    'movies',
    'which movie has the highest IMDB rating',
    topRows(movies, 'IMDB Rating', 1, true, ['Title', 'IMDB Rating']),
  ],
  [
    'movies',
    'movies by Woody Allen',
    rows(movies, ['Title', 'Director'], is('Director', 'eq', 'Woody Allen')),
  ],
  [
    'movies',
    'list the titles of comedy movies',
    rows(movies, ['Title', 'Major Genre'], is('Major Genre', 'eq', 'Comedy')),
  ],
  [
    'movies',
    'list the directors of comedy movies',
    values(movies, 'Director', is('Major Genre', 'eq', 'Comedy')),
  ],
  [
    'movies',
    'what is the running time of Jaws',
    rows(movies, ['Title', 'Running Time min'], is('Title', 'eq', 'Jaws')),
  ],
  [
    'movies',
    'how many movies have a running time over 2 hours',
    count(movies, is('Running Time min', 'gt', 120)),
  ],
  ['movies', 'how many movies are longer than 90 minutes', count(movies, is('Running Time min', 'gt', 90))],
  [
    'movies',
    'the shortest movie',
    topRows(movies, 'Running Time min', 1, false, ['Title', 'Running Time min']),
  ],
  ['movies', 'how many movies are not drama', count(movies, is('Major Genre', 'ne', 'Drama'))],
  [
    'movies',
    'how many romantic comedies are there',
    count(movies, is('Major Genre', 'eq', 'Romantic Comedy')),
  ],
  [
    'movies',
    'how many drama or comedy movies are there',
    count(movies, oneOf('Major Genre', 'Comedy', 'Drama')),
  ],
  [
    'movies',
    'how many films were distributed by "Warner Bros."',
    count(movies, is('Distributor', 'eq', 'Warner Bros.')),
  ],
  ['movies', 'total US gross by distributor', measureBy(movies, 'sum', 'US Gross', 'Distributor')],
  [
    'movies',
    'which genre has the highest total worldwide gross',
    topMeasure(movies, 'sum', 'Worldwide Gross', 'Major Genre', 1, true),
  ],
  [
    'movies',
    'how many movies with worldwide gross more than $50 million',
    count(movies, is('Worldwide Gross', 'gt', 50_000_000)),
  ],
  ['cities', 'how many cities are in DE', count(cities, is('country', 'eq', 'DE'))],
  ['cities', 'which country has the most cities', topCount(cities, 'country', 1, true)],
  ['cities', 'what is the latitude of Vila', rows(cities, ['name', 'lat'], is('name', 'eq', 'Vila'))],
  ['cities', 'how many different countries are there', countDistinct(cities, 'country')],
  ['movies', 'how many directors are there', countDistinct(movies, 'Director')],
  ['cities', 'in which country is Most', values(cities, 'country', is('name', 'eq', 'Most'))],
  ['cities', 'list cities in country DE', rows(cities, ['name', 'country'], is('country', 'eq', 'DE'))],
  ['timber', 'Wie viele Ständer gibt es?', count(timber, studs)],
  ['timber', 'Wie viele Bauteile sind aus Fichte?', count(timber, is('Holzart', 'eq', 'Fichte'))],
  ['timber', 'Wie viele Ständer sind im 2OG?', count(timber, studs, is('Geschoss', 'eq', '2OG'))],
  ['timber', 'durchschnittliche Länge der Ständer', measure(timber, 'avg', 'Länge', studs)],
  ['timber', 'Gesamtlänge der Ständer', measure(timber, 'sum', 'Länge', studs)],
  ['timber', 'Wie viele Teile haben kein Geschoss?', count(timber, blank('Geschoss'))],
  ['timber', 'Wie viele Bauteile sind nicht aus Fichte?', count(timber, is('Holzart', 'ne', 'Fichte'))],
  ['timber', 'Welche Holzart haben die meisten Bauteile?', topCount(timber, 'Holzart', 1, true)],
  ['timber', 'Anzahl der Ständer je Geschoss', countBy(timber, 'Geschoss', studs)],
  ['timber', 'Wie viele tragende Bauteile gibt es?', count(timber, is(flag, 'eq', true))],
  ['timber', 'Wie viele Bauteile sind nicht tragend?', count(timber, is(flag, 'eq', false))],
  ['timber', 'die 5 längsten Ständer', topRows(timber, 'Länge', 5, true, ['Name', 'Länge'], studs)],
  ['timber', 'Wie viele Ständer sind länger als 3.000 mm?', count(timber, studs, is('Länge', 'gt', 3000))],
  ['timber', 'Wie viele Bauteile sind breiter als 47,5 mm?', count(timber, is('Breite', 'gt', 47.5))],
  ['timber', 'Wie viele Ständer mit Höhe größer als 20 cm', count(timber, studs, is('Höhe (mm)', 'gt', 200))],
  ['timber', 'Wie viele Bauteile haben keine Länge?', count(timber, blank('Länge'))],
  ['timber', 'Wie viele Bauteile in Bauabschnitt 1?', count(timber, is('Bauabschnitt', 'eq', 1))],
  [
    'timber',
    'Wie viele Bauteile haben die Feuerwiderstandsklasse REI 60?',
    count(timber, is('Feuerwiderstandsklasse (DIN EN 13501)', 'eq', 'REI 60')),
  ],
  [
    'timber',
    'Gibt es Träger aus Buche?',
    exists(timber, is('Name', 'eq', 'Träger'), is('Holzart', 'eq', 'Buche')),
  ],
  ['elements', 'how many doors are on level 3', count(elements, doors, is('storey.name', 'eq', 'Level 3'))],
  [
    'elements',
    'how many doors on Level 1 lack a fire rating',
    count(elements, doors, is('storey.name', 'eq', 'Level 1'), blank('fireRating')),
  ],
  ['elements', 'how many doors have a fire rating', count(elements, doors, given('fireRating'))],
  ['elements', 'how many doors are not external', count(elements, doors, is('isExternal', 'eq', false))],
  [
    'elements',
    'how many walls are load bearing',
    count(elements, is('type', 'eq', 'IfcWall'), is('loadBearing', 'eq', true)),
  ],
  ['elements', 'which storey has the most doors', topCount(elements, 'storey.name', 1, true, doors)],
  ['elements', 'how many elements of type IfcDoor', count(elements, doors)],
  ['elements', 'the widest door', topRows(elements, 'width', 1, true, ['name', 'type', 'width'], doors)],
  ['elements', 'which storeys have doors', values(elements, 'storey.name', doors)],
]

describe('readQuestion', () => {
  it.each(answered)('%s: %s', async (sample, question, plan) => {
    expect(await planOfSample(sample, question)).toEqual(canonicalPlan(plan))
  })
})
