import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runPlan } from '../../execute/run-plan.js'
import { parseSelect } from '../../sql/parse-select.js'
import { buildTestTables } from '../../testing/build-test-segment.js'
import { readTable } from '../../testing/read-table.js'
import type { Table } from '../table.js'

async function tableOf(values: readonly unknown[], name = 'v', groupRows = 65_536): Promise<Table> {
  const rows = values.map((value) => ({ [name]: value }))
  const [table] = await buildTestTables(JSON.stringify(rows), { columnLimits: { maxGroupRows: groupRows } })
  return table!
}

async function readingOf(values: readonly unknown[], name = 'v', groupRows = 65_536) {
  const table = await tableOf(values, name, groupRows)
  return table.schema.columns[0]!.reading
}

async function query(table: Table, sql: string) {
  return runPlan(parseSelect(sql, { tables: [table.schema] }), [table])
}

describe('readings of columns', () => {
  it('decides one locale for a column, by what only one locale can mean', async () => {
    const localeOf = async (...values: string[]) => {
      const reading = await readingOf(values)
      return reading?.kind === 'number' ? [reading.locale, reading.min, reading.max] : undefined
    }
    expect(await localeOf('1,234.5', '2')).toEqual(['en', '2', '1234.5'])
    expect(await localeOf('1.234,5', '2')).toEqual(['de', '2', '1234.5'])
    expect(await localeOf('1.234', '12.5')).toEqual(['plain', '1.234', '12.5'])
    expect(await localeOf('1.234', '12,5')).toEqual(['de', '12.5', '1234'])
    expect(await localeOf('1,234', '1,234,567')).toEqual(['en', '1234', '1234567'])
    expect(await localeOf('1.234', '0.125')).toEqual(['plain', '0.125', '1.234'])
    expect(await localeOf('7', '12')).toEqual(['plain', '7', '12'])
    expect(await localeOf('1.234')).toBeUndefined()
    expect(await localeOf('1.234', '5', '6', '7', '8', '9')).toBeUndefined()
    expect(await localeOf('1,234', '1.234', '5.678')).toBeUndefined()
    expect(await localeOf('1.5', '1,5')).toBeUndefined()
  })

  it('needs 80 % of the texts that are there, in one unit', async () => {
    const share = async (values: unknown[]) => {
      const reading = await readingOf(values)
      return reading === undefined ? undefined : [reading.read, reading.unread]
    }
    expect(await share(['1.5', '2', '3', '4', 'x'])).toEqual([4, 1])
    expect(await share(['1.5', '2', '3', 'x'])).toBeUndefined()
    expect(await share(['1.5', '2', '', ' ', 'n/a', '–', null, 'unbekannt'])).toEqual([2, 0])
    expect(await share(['48 mm', '50 mm', '3 mm', '7 mm', '9'])).toEqual([4, 1])
    expect(await share(['48 mm', '5 cm'])).toBeUndefined()
    expect(await share(['1.5', '2', 3, 4, 5, true])).toEqual([5, 1])
  })

  it('leaves codes as texts', async () => {
    expect(await readingOf(['1', '2', '03', '4', '5', '6'])).toBeUndefined()
    expect(await readingOf(['1.0', '1.1', '1.2', '1.3', '1.10', '1.2.3'])).toBeUndefined()
    expect(await readingOf(['10115', '80331', '20095'])).toBeUndefined()
    expect(await readingOf(['10115', '80331', '999'])).toBeDefined()
    expect(await readingOf(['1', '20', '300'], 'user_id')).toBeUndefined()
    expect(await readingOf(['1', '20', '300'], 'PLZ')).toBeUndefined()
    expect(await readingOf(['1', '20', '300'], 'users')).toBeDefined()
  })

  it('reads years as numbers and dates as dates', async () => {
    expect(await readingOf(['1998', '2001'])).toMatchObject({ kind: 'number', min: '1998' })
    expect(await readingOf(['1998', '2001-05'])).toMatchObject({ kind: 'date', min: '1998', max: '2001-05' })
    expect(await readingOf(['03.02.2001', '12.02.2001'])).toMatchObject({
      format: 'd.m.y',
      min: '2001-02-03',
    })
    expect(await readingOf(['3/4/2001', '3/25/2001'])).toMatchObject({ format: 'm/d/y', min: '2001-03-04' })
    expect(await readingOf(['3/4/2001', '25/3/2001'])).toMatchObject({ format: 'd/m/y', min: '2001-03-25' })
    expect(await readingOf(['3/4/2001', '5/6/2001'])).toBeUndefined()
    expect(await readingOf(['3/14/2001', '14/3/2001'])).toBeUndefined()
    expect(await readingOf(['2020-01-01T01:00+02:00', '2020-01-01T00:30Z'])).toMatchObject({
      zone: 'utc',
      min: '2019-12-31T23:00:00',
      max: '2020-01-01T00:30:00',
    })
  })

  it('are the same whatever the order of the rows, and wherever their groups end', async () => {
    const alike = fc.constantFrom(
      ['1,234', '12,500', '1.5', '1,5', '7', '1,234', '1.234'],
      ['13/1/2010', '03/15/2001', '3/4/2001', '3/4/01 10:00', '2001-05-03', '1999'],
      ['5 mm', '12.5 mm', '1,234 mm', '3 m', '7'],
    )
    const column = alike.chain((texts) => {
      const few = fc.constantFrom('', ' '.repeat(300), 'n/a', 'unknown', null, 3)
      return fc.array(fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...texts) }, few), {
        minLength: 1,
        maxLength: 40,
      })
    })
    let found = 0
    const ordered = column.chain((values) =>
      fc.tuple(
        fc.constant(values),
        fc.shuffledSubarray(values, { minLength: values.length }),
        fc.integer({ min: 1, max: 9 }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(ordered, async ([values, shuffled, groupRows]) => {
        const reading = await readingOf(values)
        if (reading !== undefined) found++
        expect(await readingOf(shuffled, 'v', groupRows)).toEqual(reading)
      }),
      { numRuns: 150 },
    )
    expect(found).toBeGreaterThan(30)
  })

  it('takes one text for one, in however many groups it stands', async () => {
    const values = Array.from({ length: 12 }, () => '1,234')
    expect(await readingOf(values, 'v', 2)).toBeUndefined()
    expect(await readingOf(['1,234', '2,345', '3,456'], 'v', 1)).toMatchObject({
      locale: 'en',
      assumed: true,
    })
  })

  it('takes no order of day and month that a text disproves, wherever it stands', async () => {
    const dayFirst = Array.from({ length: 90 }, (_, i) => `${13 + (i % 15)}/${1 + (i % 12)}/2010`)
    const monthFirst = Array.from({ length: 10 }, (_, i) => `03/${15 + i}/2001`)
    expect(await readingOf([...monthFirst, ...dayFirst])).toBeUndefined()
    expect(await readingOf([...dayFirst, ...monthFirst])).toBeUndefined()
    expect(await readingOf(dayFirst)).toMatchObject({ format: 'd/m/y', read: 90 })
  })

  it('takes blank texts for nothing, however long', async () => {
    const values = [
      '0.5',
      '1.5',
      ' '.repeat(300),
      '\u3000'.repeat(100),
      `${' '.repeat(300)}x`,
      '7',
      '8',
      '9',
      '2',
    ]
    expect(await readingOf(values)).toMatchObject({ read: 6, unread: 1 })
    expect(await readingOf(['1,5', '2,5', ' '.repeat(300)])).toMatchObject({ read: 2, unread: 0 })
  })

  it('gives the values read, null where there is none, in every group', async () => {
    const values = [
      '1,5',
      'n/a',
      '2',
      'hello',
      null,
      '1.000',
      '12345678901234567890',
      '-0,25',
      7,
      '1,50',
      '3',
      '4',
    ]
    const table = await tableOf(values, 'v', 4)
    const rows = await readTable(table, ['v', 'v.number'])
    expect(rows.map((row) => row.get('v.number'))).toEqual([
      'n:1.5',
      'null',
      'n:2',
      'null',
      'null',
      'n:1000',
      'n:12345678901234567890',
      'n:-0.25',
      'n:7',
      'n:1.5',
      'n:3',
      'n:4',
    ])
    expect(table.schema.columns.map(({ name, derivedFrom }) => [name, derivedFrom])).toEqual([
      ['v', undefined],
      ['v.number', 'v'],
    ])
    const column = table.schema.columns[1]!
    expect(column.counts).toEqual({ missing: 0, null: 3, boolean: 0, number: 9, text: 0, json: 0 })
    expect(column).toMatchObject({ minNumber: '-0.25', maxNumber: '12345678901234567890', integer: false })
  })

  it('answers SQL by name, with what could not be read in coverage', async () => {
    const table = await tableOf(['42.5', 'n/a', '50', 'hello', null, '49', '60.25', '70'], 'lat', 3)
    const result = await query(table, 'SELECT count(*), sum(lat.number) FROM test WHERE lat.number > 49')
    expect(result.rows).toEqual([[3, 180.25]])
    expect(result.coverage.skipped).toEqual([
      { reason: 'null: lat.number', records: 1 },
      { reason: 'wrong-type: lat.number', records: 1 },
      { reason: 'placeholder: lat.number', records: 1 },
    ])
    expect((await query(table, 'SELECT * FROM test LIMIT 1')).columns.map(({ name }) => name)).toEqual([
      'lat',
    ])
  })

  it('never skips rows by the zones of the texts', async () => {
    const table = await tableOf(['5.5', '50', '9', '100'], 'lat', 2)
    expect((await query(table, 'SELECT count(*) FROM test WHERE lat.number >= 50')).rows).toEqual([[2]])
    const dates = await tableOf(['Jun 12 1998', 'Jan 01 2001', 'Dec 31 1997'], 'day', 1)
    const sql = "SELECT day FROM test WHERE day.date = '2001-01-01' OR day.date < '1998' ORDER BY day.date"
    expect((await query(dates, sql)).rows).toEqual([['Dec 31 1997'], ['Jan 01 2001']])
  })

  it('does not take the name of a column of the data', async () => {
    const rows = [{ a: '1.5', 'a.number': 'x' }]
    const [table] = await buildTestTables(JSON.stringify(rows))
    const names = table!.schema.columns.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const nested = await buildTestTables('[{"a":"1.5"},{"a":{"number":"x"}}]')
    expect(nested[0]!.schema.columns.map(({ name }) => name)).toContain('a.number_2')
  })
})
