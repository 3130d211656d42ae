import type { ColumnType, KindCounts } from '../catalog/catalog.js'
import { formatDecimal, parseDecimal } from '../columns/decimal.js'
import type { Expression, Relation } from './algebra.js'
import { checkCall } from './check-call.js'
import { planErrors } from './errors.js'
import { explainExpression } from './explain-plan.js'
import { resolveColumn } from './resolve-name.js'

/** Kinds that a non-null value of an expression may have. */
export type ValueKinds = readonly ('number' | 'text' | 'boolean' | 'json')[]

/** One column that a relation gives. */
export interface PlanColumn {
  readonly name: string
  readonly type: ColumnType
  readonly kinds: ValueKinds
  /** Symbol of the unit of its numbers, where it is known. */
  readonly unit?: string | undefined
}

/** What an expression may name. */
export interface Scope {
  readonly columns: readonly PlanColumn[]
  /** Columns that only their names bring in: `_row`, `_parent`, `_index`. */
  readonly hidden: readonly PlanColumn[]
  /** For messages: `table "doors"`, `the grouped result`. */
  readonly title: string
  /** Checks a relation inside an expression. */
  readonly checkQuery: (relation: Relation, path: string) => CheckedQuery
}

/** A checked relation inside an expression. */
export interface CheckedQuery {
  readonly relation: Relation
  readonly columns: readonly PlanColumn[]
  readonly mainTable: string | undefined
}

export interface CheckedExpression {
  readonly expression: Expression
  readonly type: ColumnType
  readonly kinds: ValueKinds
  /** Symbol of the unit of its numbers, where it is known. */
  readonly unit?: string | undefined
}

const all: ValueKinds = ['number', 'text', 'boolean', 'json']

/** The kinds that a stored column really holds; all of them while it is empty. */
export function kindsOf(counts: KindCounts): ValueKinds {
  const held = all.filter((kind) => counts[kind] > 0)
  const empty = held.length === 0 && counts.null + counts.missing === 0
  return empty ? all : held
}

const byName = new WeakMap<readonly PlanColumn[], ReadonlyMap<string, PlanColumn>>()

/** The column of exactly this name, of several the first; a hidden one where no other has it. */
export function findColumn({ columns, hidden }: Pick<Scope, 'columns' | 'hidden'>, name: string) {
  let known = byName.get(columns)
  if (known === undefined) {
    known = new Map([...columns].reverse().map((column) => [column.name, column]))
    byName.set(columns, known)
  }
  return known.get(name) ?? hidden.find((column) => column.name === name)
}

/** The only one that differs in case alone. */
function columnLike({ columns, title }: Scope, asked: string): PlanColumn {
  const names = columns.map(({ name }) => name)
  const name = resolveColumn(asked, names, title)
  return columns[names.indexOf(name)]!
}

/** Resolves names and checks types: PLAN_UNKNOWN_COLUMN, PLAN_TYPE, PLAN_INVALID. */
export function checkExpression(expression: Expression, scope: Scope, path: string): CheckedExpression {
  const check = (inner: Expression, index: number) => checkExpression(inner, scope, `${path}.args[${index}]`)
  switch (expression.op) {
    case 'column': {
      const { name: asked } = expression
      const column = findColumn(scope, asked) ?? columnLike(scope, asked)
      const { name, type, kinds, unit } = column
      return { expression: { op: 'column', name }, type, kinds, unit }
    }
    case 'number': {
      const decimal = parseDecimal(expression.value)
      if (decimal === undefined)
        throw planErrors.create('PLAN_INVALID', `"${expression.value}" is no decimal number.`, {
          path,
          problem: 'no decimal number',
        })
      return {
        expression: { op: 'number', value: formatDecimal(decimal) },
        type: 'number',
        kinds: ['number'],
      }
    }
    case 'text':
      return { expression, type: 'text', kinds: ['text'] }
    case 'boolean':
      return { expression, type: 'boolean', kinds: ['boolean'] }
    case 'null':
      return { expression, type: 'null', kinds: [] }
    case 'and':
    case 'or': {
      const args = expression.args.map(check)
      for (const arg of args) requireKind(arg, 'boolean', 'true or false')
      return truth({ op: expression.op, args: args.map((arg) => arg.expression) })
    }
    case 'not': {
      const arg = check(expression.args[0], 0)
      requireKind(arg, 'boolean', 'true or false')
      return truth({ op: 'not', args: [arg.expression] })
    }
    case 'is-null':
    case 'is-blank':
      return truth({ op: expression.op, args: [check(expression.args[0], 0).expression] })
    case 'in':
      return checkIn(expression.args.map(check), path)
    case 'like':
    case 'contains': {
      const [left, right] = [check(expression.args[0], 0), check(expression.args[1], 1)]
      requireKind(left, 'text', 'text')
      requireKind(right, 'text', 'text')
      const escaping = expression.op === 'like' ? expression.args[2] : undefined
      if (escaping === undefined)
        return truth({ op: expression.op, args: [left.expression, right.expression] })
      if (escaping.op === 'text' && [...escaping.value].length === 1)
        return truth({ op: 'like', args: [left.expression, right.expression, escaping] })
      throw planErrors.create('PLAN_INVALID', 'The escape of a pattern is a single character.', {
        path,
        problem: 'no single character',
      })
    }
    case 'query-value':
    case 'query-member':
    case 'query-exists':
      return checkQuery(expression, expression.args.map(check), scope, path)
    case 'call':
      return checkCall(expression, expression.args.map(check), path, typeError)
    default: {
      const [left, right] = [check(expression.args[0], 0), check(expression.args[1], 1)]
      requireComparable(left, right)
      return truth({ op: expression.op, args: [left.expression, right.expression] })
    }
  }
}

/** Refuses an expression that can never be of the kind; one that is always null passes. */
export function requireKind(checked: CheckedExpression, kind: ValueKinds[number], expected: string): void {
  if (checked.kinds.length === 0 || checked.kinds.includes(kind)) return
  throw typeError(checked, expected)
}

function truth(expression: Expression): CheckedExpression {
  return { expression, type: 'boolean', kinds: ['boolean'] }
}

function checkIn(args: readonly CheckedExpression[], path: string): CheckedExpression {
  const [value, ...list] = args
  if (value === undefined || list.length === 0)
    throw planErrors.create('PLAN_INVALID', 'A list to look in must not be empty.', {
      path,
      problem: 'empty list',
    })
  const odd = list.find(({ expression }) => 'args' in expression || expression.op === 'column')
  if (odd !== undefined)
    throw planErrors.create('PLAN_INVALID', 'A list to look in holds plain values only.', {
      path,
      problem: `${explainExpression(odd.expression)} is no plain value`,
    })
  const kinds = [...new Set(list.flatMap((item) => item.kinds))]
  if (kinds.length > 0 && value.kinds.length > 0 && !kinds.some((kind) => value.kinds.includes(kind)))
    throw typeError(value, kinds.join(' or '), list[0])
  return truth({ op: 'in', args: args.map((arg) => arg.expression) })
}

/** Keys are compared with the first columns of the query; the value, if any, stands behind them. */
function checkQuery(
  expression: Extract<Expression, { input: Relation }>,
  args: readonly CheckedExpression[],
  scope: Scope,
  path: string,
): CheckedExpression {
  const { op, input } = expression
  const { relation, columns } = scope.checkQuery(input, `${path}.input`)
  const wanted = op === 'query-value' ? args.length + 1 : args.length
  const fits = op === 'query-exists' ? columns.length >= wanted : columns.length === wanted
  if (!fits)
    throw planErrors.create('PLAN_INVALID', `A query in an expression gives ${columns.length} columns.`, {
      path,
      problem: `${columns.length} columns instead of ${wanted}`,
    })
  // The member stands behind the keys in the query, and before them among the arguments.
  const paired = op === 'query-member' ? [...args.slice(1), args[0]!] : args
  paired.forEach((arg, index) => {
    const { name, type, kinds } = columns[index]!
    requireComparable(arg, { expression: { op: 'column', name }, type, kinds })
  })
  const [first, ...rest] = args.map((arg) => arg.expression)
  if (op === 'query-member') return truth({ op, args: [first!, ...rest], input: relation })
  const values = args.map((arg) => arg.expression)
  if (op === 'query-exists') return truth({ op, args: values, input: relation })
  const { type, kinds, unit } = columns.at(-1)!
  const isFirst = expression.op === 'query-value' && expression.first === true
  const checked: Expression = { op, args: values, input: relation, ...(isFirst ? { first: true } : {}) }
  return { expression: checked, type, kinds, unit }
}

/** A comparison that can hold for no pair of kinds is a mistake, not an empty result. */
export function requireComparable(left: CheckedExpression, right: CheckedExpression): void {
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (side.kinds.length > 0 && side.kinds.every((kind) => kind === 'json'))
      throw typeError(side, 'a number, text, true or false', other)
  }
  if (left.kinds.length === 0 || right.kinds.length === 0) return
  if (left.kinds.some((kind) => kind !== 'json' && right.kinds.includes(kind))) return
  const [column, value] =
    'args' in left.expression || left.expression.op === 'column' ? [left, right] : [right, left]
  throw typeError(column, value.kinds.join(' or '), value)
}

function typeError(checked: CheckedExpression, expected: string, value?: CheckedExpression) {
  const expression = explainExpression(checked.expression)
  const actual = checked.kinds.join(' or ')
  const hint = value === undefined ? undefined : hintFor(checked, value.expression)
  return planErrors.create(
    'PLAN_TYPE',
    `${expression} holds ${actual}, never ${expected}.`,
    { expression, expected, actual },
    { hint },
  )
}

function hintFor(checked: CheckedExpression, literal: Expression): string | undefined {
  if (checked.kinds.includes('text') && literal.op === 'number')
    return `Compare it with text: '${literal.value}'.`
  if (checked.kinds.includes('number') && literal.op === 'text' && parseDecimal(literal.value) !== undefined)
    return `Compare it with a number, without quotes: ${literal.value}.`
  if (checked.kinds.includes('boolean') && literal.op !== 'boolean') return 'Compare it with true or false.'
  return undefined
}
