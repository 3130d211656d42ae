import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryTable } from '../testing/memory-table.js'
import type { Expression, Plan, Relation } from './algebra.js'
import { canonicalPlan } from './canonical-plan.js'
import { checkPlan } from './check-plan.js'
import { hashPlan } from './hash-plan.js'
import { findNearestNames } from './nearest-names.js'
import { parsePlan } from './parse-plan.js'

const table = createMemoryTable('doors', [{ id: 1, Name: 'a', name: 'b', Width: 2, open: true }])
const scan: Relation = { op: 'scan', table: 'doors' }
const column = (name: string): Expression => ({ op: 'column', name })
const number = (value: string): Expression => ({ op: 'number', value })
const filter = (where: Expression, input: Relation = scan): Plan => ({
  version: 1,
  root: { op: 'filter', input, where },
})
const check = (plan: Plan) => checkPlan(plan, [table.schema])

describe('parsePlan', () => {
  it('takes plain data and freezes it through and through', () => {
    const plan = parsePlan(
      JSON.parse(JSON.stringify(filter({ op: 'eq', args: [column('id'), number('1')] }))),
    )
    expect(Object.isFrozen(plan.root)).toBe(true)
    expect(plan.root.op === 'filter' && Object.isFrozen(plan.root.where)).toBe(true)
  })

  it('says where a plan is wrong', () => {
    const wrong = (input: unknown) => {
      try {
        parsePlan(input)
      } catch (error) {
        return (error as { details: object }).details
      }
      return undefined
    }
    expect(wrong(filter({ op: 'eq', args: [column('id'), number('one')] }))).toMatchObject({
      path: 'root.where.args[1].value',
    })
    expect(wrong({ version: 1, root: { op: 'drop', table: 'doors' } })).toMatchObject({ path: 'root.op' })
    expect(wrong({ version: 2, root: scan })).toMatchObject({ path: 'version' })
    expect(wrong({ version: 1, root: { ...scan, sql: 'x' } })).toMatchObject({ path: 'root.sql' })
    expect(wrong({ version: 1, root: { op: 'limit', input: scan, count: -1, offset: 0 } })).toMatchObject({
      path: 'root.count',
    })
    expect(
      wrong({
        version: 1,
        root: { op: 'aggregate', input: scan, groups: [], measures: [{ name: 'n', fn: 'sum' }] },
      }),
    ).toMatchObject({ path: 'root.measures[0]' })
    for (const input of [null, 1, 'x', [], {}, JSON.parse('{"__proto__":{"root":1}}')])
      expect(wrong(input)).toBeDefined()
  })

  it('refuses what is too deep, too large or goes in circles', () => {
    let where: Expression = { op: 'null' }
    for (let i = 0; i < 100_000; i++) where = { op: 'not', args: [where] }
    expect(() => parsePlan(filter(where))).toThrow(expect.objectContaining({ code: 'PLAN_TOO_LARGE' }))
    const args = Array.from({ length: 200_000 }, () => number('1'))
    expect(() => parsePlan(filter({ op: 'in', args }))).toThrow(
      expect.objectContaining({ code: 'PLAN_TOO_LARGE' }),
    )
    const circle: { version: number; root: unknown } = { version: 1, root: null }
    circle.root = circle
    expect(() => parsePlan(circle)).toThrow(expect.objectContaining({ code: 'PLAN_TOO_LARGE' }))
  })
})

describe('checkPlan', () => {
  it('writes names as the catalog does: the same, else the only one that differs in case', () => {
    const { plan, columns, mainTable } = check({
      version: 1,
      root: {
        op: 'project',
        input: { op: 'scan', table: 'RECORDS' },
        columns: [
          { name: 'w', value: column('width') },
          { name: 'n', value: column('name') },
        ],
      },
    })
    expect(plan.root).toMatchObject({
      input: { table: 'doors' },
      columns: [{ value: { name: 'Width' } }, { value: { name: 'name' } }],
    })
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['w', 'number'],
      ['n', 'text'],
    ])
    expect(mainTable).toBe('doors')
    expect(() => check(filter({ op: 'is-null', args: [column('NAME')] }))).toThrow(
      expect.objectContaining({ code: 'PLAN_AMBIGUOUS_NAME' }),
    )
  })

  it('sees only the columns that a relation gives', () => {
    const grouped: Relation = {
      op: 'aggregate',
      input: scan,
      groups: [{ name: 'k', value: column('open') }],
      measures: [{ name: 'n', fn: 'count' }],
    }
    expect(
      check(filter({ op: 'lt', args: [column('n'), number('2')] }, grouped)).columns.map(({ name }) => name),
    ).toEqual(['k', 'n'])
    expect(() => check(filter({ op: 'lt', args: [column('id'), number('2')] }, grouped))).toThrow(
      expect.objectContaining({ code: 'PLAN_UNKNOWN_COLUMN' }),
    )
  })

  it('refuses types that cannot fit and names that repeat', () => {
    const bad = (root: Relation) => expect(() => check({ version: 1, root }))
    bad({ op: 'filter', input: scan, where: { op: 'lt', args: [column('name'), number('1')] } }).toThrow(
      expect.objectContaining({ code: 'PLAN_TYPE' }),
    )
    bad({ op: 'filter', input: scan, where: { op: 'in', args: [column('id'), column('id')] } }).toThrow(
      expect.objectContaining({ code: 'PLAN_INVALID' }),
    )
    bad({
      op: 'filter',
      input: scan,
      where: { op: 'contains', args: [column('id'), { op: 'text', value: 'x' }] },
    }).toThrow(expect.objectContaining({ code: 'PLAN_TYPE' }))
    bad({
      op: 'aggregate',
      input: scan,
      groups: [],
      measures: [{ name: 's', fn: 'avg', value: column('name') }],
    }).toThrow(expect.objectContaining({ code: 'PLAN_TYPE' }))
    bad({ op: 'aggregate', input: scan, groups: [], measures: [] }).toThrow(
      expect.objectContaining({ code: 'PLAN_INVALID' }),
    )
    bad({
      op: 'project',
      input: scan,
      columns: [
        { name: 'a', value: column('id') },
        { name: 'a', value: column('open') },
      ],
    }).toThrow(expect.objectContaining({ code: 'PLAN_INVALID' }))
  })
})

describe('canonical form', () => {
  const id = column('id')
  const [one, two] = [number('1'), number('2')]
  const same = async (a: Expression, b: Expression) =>
    expect(await hashPlan(filter(a))).toBe(await hashPlan(filter(b)))

  it('is shared by conditions that mean the same', async () => {
    await same({ op: 'eq', args: [id, number('1.50')] }, { op: 'eq', args: [number('15e-1'), id] })
    await same({ op: 'gt', args: [id, one] }, { op: 'lt', args: [one, id] })
    await same({ op: 'not', args: [{ op: 'ge', args: [id, one] }] }, { op: 'lt', args: [id, one] })
    await same({ op: 'not', args: [{ op: 'not', args: [column('open')] }] }, column('open'))
    await same({ op: 'in', args: [id, two, one, two] }, { op: 'in', args: [id, one, two] })
    await same({ op: 'in', args: [id, one] }, { op: 'eq', args: [id, one] })
    const [a, b, c] = [one, two, number('3')].map(
      (value): Expression => ({ op: 'eq', args: [id, value] }),
    ) as [Expression, Expression, Expression]
    await same({ op: 'and', args: [a, { op: 'and', args: [c, b] }] }, { op: 'and', args: [b, a, c, a] })
    const twice: Plan = {
      version: 1,
      root: { op: 'filter', input: { op: 'filter', input: scan, where: a }, where: b },
    }
    expect(await hashPlan(twice)).toBe(await hashPlan(filter({ op: 'and', args: [b, a] })))
  })

  it('tells apart what differs', async () => {
    const plans: Plan[] = [
      filter({ op: 'lt', args: [id, one] }),
      filter({ op: 'le', args: [id, one] }),
      filter({ op: 'lt', args: [one, id] }),
      filter({ op: 'lt', args: [id, two] }),
      filter({ op: 'eq', args: [column('name'), { op: 'text', value: '1' }] }),
      filter({ op: 'eq', args: [column('Name'), { op: 'text', value: '1' }] }),
      filter({ op: 'eq', args: [column('name'), one] }),
      { version: 1, root: { op: 'limit', input: scan, count: 1, offset: 0 } },
      { version: 1, root: { op: 'limit', input: scan, count: 1, offset: 1 } },
    ]
    expect(new Set(await Promise.all(plans.map((plan) => hashPlan(plan)))).size).toBe(plans.length)
  })

  const leaf = fc.constantFrom<Expression>(
    id,
    one,
    two,
    column('open'),
    { op: 'null' },
    { op: 'boolean', value: true },
  )
  const tree = fc.letrec<{ any: Expression }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(fc.constantFrom('and', 'or', 'in'), fc.array(tie('any'), { minLength: 2, maxLength: 3 }))
        .map(([op, args]): Expression => ({ op, args })),
      fc
        .tuple(fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge'), tie('any'), tie('any'))
        .map(([op, a, b]): Expression => ({ op, args: [a, b] })),
      tie('any').map((a): Expression => ({ op: 'not', args: [a] })),
    ),
  })).any

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(tree, (where) => {
        const once = canonicalPlan(filter(where))
        expect(canonicalPlan(once)).toEqual(once)
      }),
    )
  })
})

describe('findNearestNames', () => {
  it('finds slips of the pen and the last token of nested names', () => {
    const names = ['id', 'width', 'height', 'psets.Pset_DoorCommon.FireRating', 'storey.name']
    expect(findNearestNames('widht', names)).toEqual(['width'])
    expect(findNearestNames('firerating', names)).toEqual(['psets.Pset_DoorCommon.FireRating'])
    expect(findNearestNames('FireRatng', names)).toEqual(['psets.Pset_DoorCommon.FireRating'])
    expect(findNearestNames('colour', names)).toEqual([])
  })
})
