import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression, Plan } from '../plan/algebra.js'
import { canonicalPlan } from '../plan/canonical-plan.js'
import { parseSelect } from '../sql/parse-select.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { runPlan } from './run-plan.js'

type Cell = undefined | null | boolean | number | string
type Truth = boolean | null
type Row = { x: Cell; y: Cell }
/** As `typeof` says it. */
type Types = { x: string; y: string }
const nameOf = (type: string) => (type === 'text' ? 'string' : type)

const cell = fc.constantFrom<Cell>(undefined, null, true, false, 1, 2, 2.5, 'a', 'n/a', '')
const row = fc.record({ x: cell, y: cell })
/** Every kind occurs, so that no comparison is refused for its type. */
const allKinds: Row[] = [
  { x: 1, y: 1 },
  { x: 'a', y: 'a' },
  { x: true, y: true },
]
const column = fc.constantFrom('x', 'y').map((name): Expression => ({ op: 'column', name }))
const literal = fc.constantFrom<Expression>(
  { op: 'number', value: '2' },
  { op: 'text', value: 'a' },
  { op: 'boolean', value: true },
)
const comparison = fc.constantFrom('eq', 'ne', 'lt', 'ge')
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.tuple(comparison, column, literal).map(([op, a, b]): Expression => ({ op, args: [a, b] })),
  fc.tuple(comparison, column, column).map(([op, a, b]): Expression => ({ op, args: [a, b] })),
  column.map((a): Expression => ({ op: 'is-null', args: [a] })),
  column.map((a): Expression => ({ op: 'is-blank', args: [a] })),
)
const condition: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { minLength: 1, maxLength: 3 }))
      .map(([op, args]): Expression => ({ op, args })),
    tie('tree').map((arg): Expression => ({ op: 'not', args: [arg] })),
  ),
})).tree

/** Truth of a row, and the reason when it is unknown: the rules of the page on SQL, one row at a time. */
function judge(expression: Expression, values: Row, types: Types): { truth: Truth; reason?: string } {
  if (!('args' in expression)) throw new Error('no leaf')
  const read = (arg: Expression): Cell =>
    arg.op === 'column'
      ? values[arg.name as 'x']
      : arg.op === 'number'
        ? Number(arg.value)
        : 'value' in arg
          ? arg.value
          : null
  switch (expression.op) {
    case 'not': {
      const inner = judge(expression.args[0], values, types)
      return inner.truth === null ? inner : { truth: !inner.truth }
    }
    case 'and':
    case 'or': {
      const inner = expression.args.map((arg) => judge(arg, values, types))
      const decisive = expression.op === 'or'
      if (inner.some(({ truth }) => truth === decisive)) return { truth: decisive }
      return inner.find(({ truth }) => truth === null) ?? { truth: !decisive }
    }
    case 'is-null':
      return { truth: (read(expression.args[0]) ?? null) === null }
    case 'is-blank':
      return { truth: [undefined, null, '', 'n/a'].includes(read(expression.args[0]) as string) }
    default: {
      const [a, b] = expression.args.map(read)
      if ((a ?? null) !== null && typeof a === typeof b)
        return { truth: { eq: a === b, ne: a !== b, lt: a! < b!, ge: a! >= b! }[expression.op as 'eq'] }
      const names = expression.args.flatMap((arg) => (arg.op === 'column' ? [arg.name as 'x' | 'y'] : []))
      const isOdd = (candidate: 'x' | 'y') =>
        ['number', 'string', 'boolean'].includes(types[candidate]) &&
        typeof values[candidate] !== types[candidate]
      const odd = names.filter(isOdd)
      const name =
        names.find((candidate) => (values[candidate] ?? null) === null) ??
        (odd.length === 1 ? odd[0]! : values[names[0]!] === 'n/a' ? names[0]! : names.at(-1)!)
      const value = values[name]
      const kind =
        value === undefined
          ? 'missing'
          : value === null
            ? 'null'
            : value === 'n/a'
              ? 'placeholder'
              : 'wrong-type'
      return { truth: null, reason: `${kind}: ${name}` }
    }
  }
}

const count = (where: Expression): Plan => ({
  version: 1,
  root: {
    op: 'aggregate',
    input: { op: 'filter', input: { op: 'scan', table: 't' }, where },
    groups: [],
    measures: [{ name: 'n', fn: 'count' }],
  },
})

describe('coverage', () => {
  it('counts every record once: used, or skipped for the column whose value made its condition unknown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 30 }),
        condition,
        fc.integer({ min: 1, max: 9 }),
        async (random, where, batchRows) => {
          const rows = [...allKinds, ...random]
          const table = createMemoryTable('t', rows, { columns: ['x', 'y'], batchRows })
          const result = await runPlan(count(where), [table])
          const typeOf = (name: string) => nameOf(table.schema.columns.find((it) => it.name === name)!.type)
          const types = { x: typeOf('x'), y: typeOf('y') }
          const judged = rows.map((values) => judge(where, values, types))
          const matching = judged.flatMap(({ truth }, index) => (truth === true ? [index] : []))
          const reasons = new Map<string, number>()
          for (const { reason } of judged)
            if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
          expect(result.rows).toEqual([[matching.length]])
          const canonical = await runPlan(canonicalPlan(count(where)), [table])
          expect(canonical.rows).toEqual(result.rows)
          expect(canonical.coverage.used).toBe(result.coverage.used)
          expect(result.provenance).toEqual({
            table: 't',
            rows: matching.slice(0, 100),
            total: matching.length,
          })
          expect(new Map(result.coverage.skipped.map((it) => [it.reason, it.records]))).toEqual(reasons)
          const skipped = [...reasons.values()].reduce((sum, records) => sum + records, 0)
          expect(result.coverage).toMatchObject({
            considered: rows.length,
            used: rows.length - skipped,
            withheld: 0,
          })
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('coverage of a computation', () => {
  const parts = createMemoryTable('parts', [
    ...Array.from({ length: 40 }, (_, i) => ({ length: i + 1, width: i, key: i % 3 })),
    { length: 41, width: 'unbekannt', key: 1 },
    { length: 'x', width: 7, key: 1 },
    { length: 43, width: null, key: 1 },
    { length: 44, width: 0, key: null },
  ])
  const skipped = async (sql: string) =>
    (await runPlan(parseSelect(sql, { tables: [parts.schema] }), [parts])).coverage.skipped

  it.each([
    'SELECT sum(length * width) FROM parts',
    'SELECT count(*) FROM parts WHERE length < width',
    'SELECT count(*) FROM parts WHERE width > length',
    'SELECT count(*) FROM parts WHERE abs(length) + width > 3',
    'SELECT key, sum(width - length) FROM parts GROUP BY key',
    'SELECT count(*) FROM parts WHERE CASE WHEN key IS NULL THEN length ELSE width + length END > 0',
  ])('blames the column that could not be read: %s', async (sql) => {
    const reasons = new Map((await skipped(sql)).map(({ reason, records }) => [reason, records]))
    expect(reasons).toEqual(
      new Map([
        ['placeholder: width', 1],
        ['wrong-type: length', 1],
        ['null: width', 1],
      ]),
    )
  })

  it('blames the divisor for a division by 0, and the condition where a choice had no value', async () => {
    expect(await skipped('SELECT count(*) FROM parts WHERE length / width > 1')).toContainEqual({
      reason: 'wrong-type: width',
      records: 2,
    })
    expect(
      await skipped('SELECT count(*) FROM parts WHERE CASE WHEN key > 0 THEN width ELSE key END >= 0'),
    ).toContainEqual({ reason: 'null: key', records: 1 })
  })
})
