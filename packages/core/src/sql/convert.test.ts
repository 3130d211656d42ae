import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conversionOf } from '../catalog/convert-unit.js'
import { runPlan } from '../execute/run-plan.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { parseSelect } from './parse-select.js'

const memory = createMemoryTable('doors', [
  { width_mm: 900, depth: 0.1, temp: 68, name: 'a' },
  { width_mm: 12.5, depth: 1, temp: -40, name: 'b' },
  { width_mm: null, depth: null, temp: null, name: 'c' },
])
/** As the catalog has it for columns whose name states a unit. */
const doors = {
  ...memory,
  schema: {
    ...memory.schema,
    columns: memory.schema.columns.map((column) =>
      column.name === 'width_mm' ? { ...column, unit: 'mm' } : column,
    ),
  },
}
const run = async (sql: string) =>
  (await runPlan(parseSelect(sql, { tables: [doors.schema] }), [doors])).rows.map(([cell]) => cell)
const refusal = (sql: string) =>
  run(sql).then(
    () => undefined,
    (error: { code: string; details: object; hint: string }) => error,
  )

describe('convert', () => {
  it('takes the unit of the column, or the one that is said, and is exact where decimals are', async () => {
    expect(await run("SELECT convert(width_mm, 'm') FROM doors")).toEqual([0.9, 0.0125, null])
    expect(await run("SELECT convert(width_mm, 'Zentimeter') FROM doors")).toEqual([90, 1.25, null])
    expect(await run("SELECT convert(depth, 'inches', 'mm') FROM doors")).toEqual([2.54, 25.4, null])
    expect(await run("SELECT convert(depth, 'mi', 'ft') FROM doors")).toEqual([528, 5280, null])
    expect(await run("SELECT convert(temp, '°F', '°C') FROM doors")).toEqual([20, -40, null])
    expect(await run("SELECT convert(convert(width_mm, 'm'), 'km') FROM doors")).toEqual([
      9e-4,
      1.25e-5,
      null,
    ])
    expect(await run("SELECT convert(sum(width_mm), 'm') FROM doors")).toEqual([0.9125])
    expect(await run("SELECT convert(q.w, 'cm') FROM (SELECT max(width_mm) AS w FROM doors) AS q")).toEqual([
      90,
    ])
    expect(await run("SELECT count(*) FROM doors WHERE convert(width_mm, 'm') > 0.5")).toEqual([1])
  })

  it('refuses units that are unknown, contradicted or of another kind', async () => {
    expect(await refusal("SELECT convert(depth, 'm') FROM doors")).toMatchObject({
      code: 'PLAN_UNIT',
      details: { expression: 'depth', from: null, to: 'm' },
    })
    expect(await refusal("SELECT convert(width_mm, 'cm', 'm') FROM doors")).toMatchObject({
      code: 'PLAN_UNIT',
      details: { from: 'cm', to: 'm' },
    })
    expect(await refusal("SELECT convert(width_mm, 'kg') FROM doors")).toMatchObject({
      code: 'PLAN_UNIT',
      hint: 'mm converts to µm, mm, cm, m, km, in, ft, mi.',
    })
    expect(await refusal("SELECT convert(width_mm * 2, 'm') FROM doors")).toMatchObject({ code: 'PLAN_UNIT' })
    expect(await refusal("SELECT convert(width_mm, 'bananas') FROM doors")).toMatchObject({
      code: 'PLAN_INVALID',
    })
    expect(await refusal('SELECT convert(width_mm, name) FROM doors')).toMatchObject({ code: 'PLAN_INVALID' })
    expect(await refusal("SELECT convert(name, 'mm', 'm') FROM doors")).toMatchObject({ code: 'PLAN_TYPE' })
  })

  it('is the inverse of itself with the units exchanged', () => {
    const units = [
      'µm',
      'mm',
      'km',
      'in',
      'mi',
      'l',
      'm³',
      'lb',
      't',
      'min',
      'd',
      'mph',
      'km/h',
      '°F',
      '°C',
      'GB',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...units),
        fc.constantFrom(...units),
        fc.bigInt({ min: -1000n, max: 1000n }),
        (a, b, value) => {
          const [there, back] = [conversionOf(a, b), conversionOf(b, a)]
          expect(there === undefined).toBe(back === undefined)
          if (there === undefined || back === undefined) return
          // As fractions over the product of both denominators.
          const scale = there.denominator * back.denominator
          const middle = (value + there.before) * there.numerator * back.denominator + there.after * scale
          const end = (middle + back.before * scale) * back.numerator + back.after * scale * back.denominator
          expect(end).toBe(value * scale * back.denominator)
        },
      ),
    )
  })
})

describe('share and distinct measures', () => {
  const sales = createMemoryTable('sales', [
    { shop: 'a', amount: 0.1, kind: 1 },
    { shop: 'a', amount: 0.2, kind: 1 },
    { shop: 'b', amount: 0.6, kind: 2 },
    { shop: 'b', amount: 0.6, kind: 2 },
    { shop: 'c', amount: null, kind: 2 },
  ])
  const rows = async (sql: string) =>
    (await runPlan(parseSelect(sql, { tables: [sales.schema] }), [sales])).rows

  it('are parts of the whole result, before HAVING and LIMIT', async () => {
    const all = [
      ['a', 0.2, 0.4],
      ['b', 0.8, 0.4],
      ['c', null, 0.2],
    ]
    expect(await rows('SELECT shop, share(amount), share(*) FROM sales GROUP BY shop')).toEqual(all)
    expect(
      await rows("SELECT shop, share(amount), share(*) FROM sales GROUP BY shop HAVING shop <> 'a'"),
    ).toEqual(all.slice(1))
    expect(
      await rows('SELECT shop, share(amount) AS part FROM sales GROUP BY shop ORDER BY part DESC LIMIT 1'),
    ).toEqual([['b', 0.8]])
    expect(
      await rows(
        'SELECT share(amount), share(amount - amount), share(kind) FILTER (WHERE kind > 9) FROM sales',
      ),
    ).toEqual([[1, null, null]])
  })

  it('take each value once in each group', async () => {
    expect(
      await rows(
        'SELECT shop, sum(DISTINCT amount), avg(DISTINCT kind), median(DISTINCT amount) FROM sales GROUP BY shop',
      ),
    ).toEqual([
      ['a', 0.3, 1, 0.15],
      ['b', 0.6, 2, 0.6],
      ['c', null, 2, null],
    ])
    expect(await rows('SELECT sum(DISTINCT amount), group_concat(DISTINCT shop) FROM sales')).toEqual([
      [0.9, 'a,b,c'],
    ])
  })
})
