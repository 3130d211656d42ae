import { describe, expect, it } from 'vitest'
import type { Table } from '../columns/table.js'
import { runPlan } from '../execute/run-plan.js'
import type { Plan } from '../plan/algebra.js'
import { readQuestion } from '../question/read-question.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { createMemoryValues } from '../testing/memory-values.js'
import { sampleTables } from '../testing/sample-tables.js'
import { countBlankGroups } from './blank-groups.js'
import { runWithTies } from './ties.js'
import { wordAnswer } from './wording.js'

async function ask(table: Table, question: string): Promise<string> {
  const catalog = { tables: [table.schema] }
  const values = await createMemoryValues([table])
  const reading = await readQuestion(question, { catalog, values }, { now: () => new Date(0) })
  if (reading.status !== 'plan') return `${reading.reason}: ${reading.text}`
  const { plan, language } = reading
  const run = (asked: Plan) => runPlan(asked, [table])
  const result = await countBlankGroups(plan, await runWithTies(plan, catalog, run), run)
  return wordAnswer({ plan, reading, result, language, catalog })
}

describe('wordAnswer', () => {
  it.each([
    [
      'flights',
      'how many flights were delayed more than 60 minutes',
      '19 flights with delay > 60 (taken as minutes)',
    ],
    [
      'flights',
      'wie viele Flüge hatten mehr als 60 Minuten Verspätung',
      '19 flights mit delay > 60 (angenommen in Minuten)',
    ],
    ['flights', 'what is the total distance of all flights', 'total distance of flights: 42,980'],
    ['flights', 'which origin has the most flights', 'ORD has the most flights: 16'],
    [
      'flights',
      'which destination has the fewest flights',
      'JFK, ATL, ORD and LAX have the fewest flights: 10 each',
    ],
    [
      'flights',
      'top 3 origins by number of flights',
      'top 3 of origin by count: ORD 16, ATL 8, DFW 8, SFO 8 (3 share place 2)',
    ],
    [
      'flights',
      'what is the average delay per origin',
      'average delay of flights per origin: ORD 55.375, ATL 64, DFW 63.5, SFO 63',
    ],
    ['flights', 'how many different origins are there', '4 different values of origin in flights'],
    ['flights', 'is there a flight to JFK', 'Yes, there are flights with destination = JFK'],
    [
      'flights',
      'is there a flight from JFK with delay over 1000',
      'unknown-word: I could not place "JFK" in this data. There is: date, delay, distance, origin, destination.',
    ],
    ['flights', 'are there flights with delay over 1000', 'No, there are no flights with delay > 1000'],
    ['flights', 'flights with delay over 1000', 'no flights with delay > 1000'],
    ['flights', 'which flight has the highest delay', 'highest delay of flights: 128'],
    [
      'movies',
      'how many movies are rated PG-13',
      '5 movies with MPAA Rating = PG-13; 5 of 30 have no MPAA Rating',
    ],
    [
      'movies',
      'which director has the most movies',
      'Steven Spielberg has the most movies: 12; 12 of 30 have no Director',
    ],
    ['movies', 'how many movies have no director', '12 movies with no Director'],
    [
      'movies',
      'which movie has the highest IMDB rating',
      'Film Number 7 has the highest IMDB Rating: 8.9; 3 of 30 have no IMDB Rating',
    ],
    ['cities', 'what is the latitude of Vila', 'cities with name = Vila: lat = 42.53176'],
    ['cities', 'which cities are in DE', '3 cities with country = DE: Berlin, Hamburg, Munich'],
    [
      'cities',
      'list the latitude of cities in DE',
      '3 cities with country = DE: Berlin 52.52437, Hamburg 53.57532, Munich 48.13743',
    ],
    ['timber', 'Gesamtlänge der Ständer', 'Summe von Länge bei holzbauteile mit Name = Ständer: 75.000'],
    [
      'timber',
      'durchschnittliche Länge der Ständer',
      'Durchschnitt von Länge bei holzbauteile mit Name = Ständer: 4.166,6667',
    ],
    ['timber', 'längster Binder', 'keine holzbauteile mit Name = Binder mit Länge'],
    ['timber', 'Welche Holzart haben die meisten Bauteile?', 'Fichte hat die meisten holzbauteile: 30'],
  ] as const)('%s: %s', async (sample, question, text) => {
    expect(await ask(sampleTables[sample](), question)).toBe(text)
  })

  it('says what the answer is where the order of the rows has no column', async () => {
    const table = sampleTables.cities()
    const catalog = { tables: [table.schema] }
    const values = await createMemoryValues([table])
    for (const [question, text] of [
      ['which city is listed last', '1 cities: Chicago'],
      ['Welche Stadt steht in der Tabelle zuletzt', '1 cities: Chicago'],
    ] as const) {
      const probe = async (asked: Plan) =>
        (await runPlan(asked, [table])).rows.map((row) => row.map((cell) => String(cell)))
      const reading = await readQuestion(question, { catalog, values }, { now: () => new Date(0), probe })
      if (reading.status !== 'plan') throw new Error(reading.text)
      const { plan, language } = reading
      const result = await runPlan(plan, [table])
      expect(wordAnswer({ plan, reading, result, language, catalog })).toBe(text)
      const none = { ...result, rows: [], rowsTotal: 0 }
      expect(wordAnswer({ plan, reading, result: none, language, catalog })).not.toContain('_row')
    }
  })

  it('is neutral for a plan that no question stands behind', async () => {
    const table = sampleTables.flights()
    const result = {
      columns: [],
      coverage: { considered: 0, used: 0, withheld: 0, skipped: [] },
      provenance: { table: '', rows: [], total: 0 },
      rowsScanned: 0,
      how: 'exact' as const,
      rowsTotal: 2,
    }
    const input = {
      plan: { version: 1, root: { op: 'scan', table: 'flights-3m' } },
      reading: null,
      catalog: { tables: [table.schema] },
    } as const
    expect(wordAnswer({ ...input, language: 'en', result: { ...result, rows: [[152194]] } })).toBe('152,194')
    expect(wordAnswer({ ...input, language: 'de', result: { ...result, rows: [[152194]] } })).toBe('152.194')
    expect(
      wordAnswer({ ...input, language: 'en', result: { ...result, rows: [['9007199254740993']] } }),
    ).toBe('9,007,199,254,740,993')
    expect(
      wordAnswer({
        ...input,
        language: 'en',
        result: {
          ...result,
          rows: [
            [1, 2],
            [3, 4],
          ],
        },
      }),
    ).toBe('2 rows')
  })
})

describe('ties', () => {
  const table = createMemoryTable('runs', [
    { name: 'a', time: 9 },
    { name: 'b', time: 12 },
    { name: 'c', time: 12 },
    { name: 'd', time: null },
  ])

  it('shows all that share the first place', async () => {
    expect(await ask(table, 'which run has the highest time')).toBe(
      'b and c have the highest time: 12; 1 of 4 have no time',
    )
    expect(await ask(table, 'which run has the lowest time')).toBe(
      'a has the lowest time: 9; 1 of 4 have no time',
    )
  })

  it('runs nothing more where there is no order', async () => {
    const catalog = { tables: [table.schema] }
    const scan: Plan = { version: 1, root: { op: 'scan', table: 'runs' } }
    const limited: Plan = { version: 1, root: { op: 'limit', input: scan.root, count: 1, offset: 0 } }
    for (const plan of [scan, limited]) {
      const asked: Plan[] = []
      const run = (one: Plan) => {
        asked.push(one)
        return runPlan(one, [table])
      }
      await runWithTies(plan, catalog, run)
      expect(asked).toEqual([plan])
    }
  })

  it('has evidence of each that shares the place', async () => {
    const catalog = { tables: [table.schema] }
    const key = { value: { op: 'column', name: 'time' }, descending: true, nulls: 'last' } as const
    const sort = { op: 'sort', input: { op: 'scan', table: 'runs' }, keys: [key] } as const
    const plan: Plan = { version: 1, root: { op: 'limit', input: sort, count: 1, offset: 0 } }
    const run = (asked: Plan) => runPlan(asked, [table])
    const result = await runWithTies(plan, catalog, run)
    expect(result.rows.map(([name]) => name)).toEqual(['b', 'c'])
    expect(result.provenance).toMatchObject({ rows: [1, 2], total: 2 })
    expect(result.coverage.skipped).toEqual([{ reason: 'null: time', records: 1 }])
  })
})
