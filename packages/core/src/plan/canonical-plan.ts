import { formatDecimal, parseDecimal } from '../columns/decimal.js'
import type { Expression, Named, Plan, Relation } from './algebra.js'
import { freezePlan } from './freeze-plan.js'

/** Of the comparisons that a canonical form holds. */
const inverse = { eq: 'ne', ne: 'eq', lt: 'ge', le: 'gt' } as const

/**
 * One form for plans that mean the same, so that they share a hash. Rules: numbers as canonical decimals; `gt`
 * and `ge` turned into `lt` and `le`; `not` of a comparison becomes the opposite one, `not not` goes; `and` and
 * `or` flattened, without repeats, their arguments and those of `eq` and `ne` in order of their texts; `in`
 * lists likewise, `in` of one value becomes `eq`; neighbouring filters merged; limits without effect dropped.
 * Every rule keeps the result, its column names, its row order and three-valued logic.
 */
export function canonicalPlan(plan: Plan): Plan {
  return freezePlan({ version: plan.version, root: canonicalRelation(plan.root) })
}

/** JSON with keys in one order: equal plain data gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

function canonicalRelation(relation: Relation): Relation {
  switch (relation.op) {
    case 'scan':
      if (relation.scope === undefined) return relation
      return { ...relation, scope: canonicalExpression(relation.scope) }
    case 'unit':
      return relation
    case 'join': {
      const on = relation.on.map((key) => ({
        left: canonicalExpression(key.left),
        right: canonicalExpression(key.right),
      }))
      const sides = { left: canonicalRelation(relation.left), right: canonicalRelation(relation.right), on }
      if (relation.where === undefined) return { ...relation, ...sides }
      return { ...relation, ...sides, where: canonicalExpression(relation.where) }
    }
    case 'union':
    case 'intersect':
    case 'except': {
      const [first, second] = relation.inputs
      return { ...relation, inputs: [canonicalRelation(first), canonicalRelation(second)] }
    }
    case 'filter': {
      const input = canonicalRelation(relation.input)
      if (input.op !== 'filter') return { op: 'filter', input, where: canonicalExpression(relation.where) }
      const where = canonicalExpression({ op: 'and', args: [input.where, relation.where] })
      return { op: 'filter', input: input.input, where }
    }
    case 'project':
      return {
        ...relation,
        input: canonicalRelation(relation.input),
        columns: relation.columns.map(canonicalNamed),
      }
    case 'aggregate':
      return {
        ...relation,
        input: canonicalRelation(relation.input),
        groups: relation.groups.map(canonicalNamed),
        measures: relation.measures.map((measure) => ({
          ...measure,
          ...(measure.value === undefined ? {} : { value: canonicalExpression(measure.value) }),
          ...(measure.where === undefined ? {} : { where: canonicalExpression(measure.where) }),
        })),
      }
    case 'sort':
      return {
        ...relation,
        input: canonicalRelation(relation.input),
        keys: relation.keys.map((key) => ({ ...key, value: canonicalExpression(key.value) })),
      }
    case 'limit': {
      const input = canonicalRelation(relation.input)
      return relation.count === null && relation.offset === 0 ? input : { ...relation, input }
    }
  }
}

function canonicalNamed(named: Named): Named {
  return { ...named, value: canonicalExpression(named.value) }
}

/** One expression by the rules of `canonicalPlan`. */
export function canonicalExpression(expression: Expression): Expression {
  switch (expression.op) {
    case 'number':
      return { op: 'number', value: canonicalNumber(expression.value) }
    case 'and':
    case 'or': {
      const args = expression.args.map(canonicalExpression)
      return joined(expression.op, args)
    }
    case 'not':
      return negated(canonicalExpression(expression.args[0]))
    case 'gt':
    case 'ge': {
      const [left, right] = expression.args
      return {
        op: expression.op === 'gt' ? 'lt' : 'le',
        args: [canonicalExpression(right), canonicalExpression(left)],
      }
    }
    case 'eq':
    case 'ne':
      return symmetric(
        expression.op,
        canonicalExpression(expression.args[0]),
        canonicalExpression(expression.args[1]),
      )
    case 'lt':
    case 'le':
    case 'contains': {
      const [left, right] = expression.args
      return { op: expression.op, args: [canonicalExpression(left), canonicalExpression(right)] }
    }
    case 'like': {
      const [text, pattern, escaping] = expression.args
      const args = [canonicalExpression(text), canonicalExpression(pattern)] as const
      return { op: 'like', args: escaping === undefined ? args : [...args, escaping] }
    }
    case 'query-member': {
      const [value, ...keys] = expression.args
      const args = [canonicalExpression(value), ...keys.map(canonicalExpression)] as const
      return { ...expression, args, input: canonicalRelation(expression.input) }
    }
    case 'query-value':
    case 'query-exists':
      return {
        ...expression,
        args: expression.args.map(canonicalExpression),
        input: canonicalRelation(expression.input),
      }
    case 'call':
      return { ...expression, args: expression.args.map(canonicalExpression) }
    case 'is-null':
    case 'is-blank':
      return { op: expression.op, args: [canonicalExpression(expression.args[0])] }
    case 'in': {
      const [value, ...list] = expression.args.map(canonicalExpression)
      const items = sortedUnique(list)
      if (value === undefined) return expression
      return items.length === 1 ? symmetric('eq', value, items[0]!) : { op: 'in', args: [value, ...items] }
    }
    default:
      return expression
  }
}

function symmetric(op: 'eq' | 'ne', a: Expression, b: Expression): Expression {
  return { op, args: canonicalJson(a) <= canonicalJson(b) ? [a, b] : [b, a] }
}

function joined(op: 'and' | 'or', args: readonly Expression[]): Expression {
  const flat = args.flatMap((arg) => (arg.op === op ? arg.args : [arg]))
  const items = sortedUnique(flat)
  return items.length === 1 ? items[0]! : { op, args: items }
}

/** `argument` is canonical already, so it holds no `gt` and no `ge`. */
function negated(argument: Expression): Expression {
  switch (argument.op) {
    case 'not':
      return argument.args[0]
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
      return canonicalExpression({ op: inverse[argument.op], args: argument.args })
    default:
      return { op: 'not', args: [argument] }
  }
}

function sortedUnique(expressions: readonly Expression[]): Expression[] {
  const byText = new Map(expressions.map((expression) => [canonicalJson(expression), expression]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, expression]) => expression)
}

function canonicalNumber(text: string): string {
  const decimal = parseDecimal(text)
  return decimal === undefined ? text : formatDecimal(decimal)
}
