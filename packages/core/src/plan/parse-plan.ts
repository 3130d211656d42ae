import * as v from 'valibot'
import { parseDecimal } from '../columns/decimal.js'
import { type Expression, measureFunctions, type Plan, type Relation } from './algebra.js'
import { planErrors } from './errors.js'
import { freezePlan } from './freeze-plan.js'
import { checkPlanSize } from './plan-limits.js'
import { type ScalarFunction, scalarSignatures } from './scalar-functions.js'

const name = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(1_024))
const decimal = v.pipe(
  v.string(),
  v.maxLength(100_000),
  v.check((text) => parseDecimal(text) !== undefined, 'must be decimal text such as "-12.5"'),
)
const expression: v.GenericSchema<Expression> = v.lazy(() => expressionSchema)
const relation: v.GenericSchema<Relation> = v.lazy(() => relationSchema)
const scalarFunction = v.picklist(Object.keys(scalarSignatures) as ScalarFunction[])
const one = v.strictTuple([expression])
const two = v.strictTuple([expression, expression])

const expressionSchema: v.GenericSchema<Expression> = v.variant('op', [
  v.strictObject({ op: v.literal('column'), name }),
  v.strictObject({ op: v.literal('number'), value: decimal }),
  v.strictObject({ op: v.literal('text'), value: v.string() }),
  v.strictObject({ op: v.literal('boolean'), value: v.boolean() }),
  v.strictObject({ op: v.literal('null') }),
  v.strictObject({ op: v.picklist(['eq', 'ne', 'lt', 'le', 'gt', 'ge']), args: two }),
  v.strictObject({ op: v.picklist(['and', 'or']), args: v.pipe(v.array(expression), v.minLength(1)) }),
  v.strictObject({ op: v.picklist(['not', 'is-null', 'is-blank']), args: one }),
  v.strictObject({ op: v.literal('in'), args: v.pipe(v.array(expression), v.minLength(1)) }),
  v.strictObject({ op: v.literal('contains'), args: two }),
  v.strictObject({
    op: v.literal('like'),
    args: v.pipe(v.tupleWithRest([expression, expression], expression), v.maxLength(3)),
  }),
  v.strictObject({
    op: v.literal('query-value'),
    args: v.array(expression),
    input: relation,
    first: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ op: v.literal('query-exists'), args: v.array(expression), input: relation }),
  v.strictObject({
    op: v.literal('query-member'),
    args: v.tupleWithRest([expression], expression),
    input: relation,
  }),
  v.strictObject({ op: v.literal('call'), fn: scalarFunction, args: v.array(expression) }),
])

const named = v.strictObject({ name, value: expression })
const measure = v.pipe(
  v.strictObject({
    name,
    fn: v.picklist(measureFunctions),
    value: v.exactOptional(expression),
    distinct: v.exactOptional(v.literal(true)),
    where: v.exactOptional(expression),
    at: v.exactOptional(decimal),
    separator: v.exactOptional(v.string()),
  }),
  v.check(
    (it) => it.fn === 'count' || it.fn === 'share' || it.value !== undefined,
    'only count and share go without a value',
  ),
)
const sortKey = v.strictObject({
  value: expression,
  descending: v.boolean(),
  nulls: v.picklist(['first', 'last']),
})
const rowCount = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const relationSchema: v.GenericSchema<Relation> = v.variant('op', [
  v.strictObject({
    op: v.literal('scan'),
    table: name,
    as: v.exactOptional(name),
    scope: v.exactOptional(expression),
  }),
  v.strictObject({ op: v.literal('unit') }),
  v.strictObject({
    op: v.literal('join'),
    kind: v.picklist(['inner', 'left']),
    left: relation,
    right: relation,
    on: v.array(v.strictObject({ left: expression, right: expression })),
    where: v.exactOptional(expression),
  }),
  v.strictObject({
    op: v.picklist(['union', 'intersect', 'except']),
    all: v.boolean(),
    inputs: v.strictTuple([relation, relation]),
  }),
  v.strictObject({ op: v.literal('filter'), input: relation, where: expression }),
  v.strictObject({
    op: v.literal('project'),
    input: relation,
    columns: v.pipe(v.array(named), v.minLength(1)),
  }),
  v.strictObject({
    op: v.literal('aggregate'),
    input: relation,
    groups: v.array(named),
    measures: v.array(measure),
  }),
  v.strictObject({ op: v.literal('sort'), input: relation, keys: v.pipe(v.array(sortKey), v.minLength(1)) }),
  v.strictObject({ op: v.literal('limit'), input: relation, count: v.nullable(rowCount), offset: rowCount }),
])

const planSchema = v.strictObject({ version: v.literal(1), root: relation })

/** A plan out of anything (JSON of a caller, of a model, of a cache). Frozen; PLAN_INVALID says where it is wrong. */
export function parsePlan(input: unknown): Plan {
  checkPlanSize(input)
  const result = v.safeParse(planSchema, input, { abortEarly: true })
  if (result.success) return freezePlan(result.output)
  const [issue] = result.issues
  const path = toPath(issue.path ?? [])
  throw planErrors.create(
    'PLAN_INVALID',
    `The plan is not valid${path === '' ? '' : ` at ${path}`}: ${issue.message}.`,
    {
      path,
      problem: issue.message,
    },
  )
}

function toPath(items: readonly { readonly key: unknown }[]): string {
  return items
    .map(({ key }, index) =>
      typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`,
    )
    .join('')
}
