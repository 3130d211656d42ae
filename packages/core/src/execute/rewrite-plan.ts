import type { CatalogTable } from '../catalog/catalog.js'
import type { Expression, Named, Plan, Relation } from '../plan/algebra.js'
import type { PlanColumn } from '../plan/check-expression.js'
import { describeRelation } from '../plan/check-plan.js'
import { columnsOf } from '../plan/columns-of.js'
import { freezePlan } from '../plan/freeze-plan.js'
import { foldConstants } from './fold-constants.js'
import { isCertain } from './is-certain.js'
import { splitConjuncts } from './zone-predicate.js'

type Join = Extract<Relation, { op: 'join' }>

/**
 * A checked plan that gives the same rows in the same order and does less: what can be computed at once is; filters
 * stand as near to the tables as they can, so that zones skip and joins see fewer rows; equalities behind a join
 * become its keys.
 */
export function rewritePlan(plan: Plan, tables: readonly CatalogTable[]): Plan {
  return freezePlan({ version: plan.version, root: rewrite(plan.root, tables) })
}

function rewrite(relation: Relation, tables: readonly CatalogTable[]): Relation {
  const inner = (input: Relation) => rewrite(input, tables)
  const fold = (expression: Expression) => rewriteExpression(expression, tables)
  switch (relation.op) {
    case 'scan':
    case 'unit':
      return relation
    case 'filter':
      return keep(inner(relation.input), splitConjuncts(fold(relation.where)), tables)
    case 'project':
      return {
        ...relation,
        input: inner(relation.input),
        columns: relation.columns.map(({ name, value }) => ({ name, value: fold(value) })),
      }
    case 'aggregate':
      return {
        ...relation,
        input: inner(relation.input),
        groups: relation.groups.map(({ name, value }) => ({ name, value: fold(value) })),
        measures: relation.measures.map((measure) => ({
          ...measure,
          ...(measure.value === undefined ? {} : { value: fold(measure.value) }),
          ...(measure.where === undefined ? {} : { where: fold(measure.where) }),
        })),
      }
    case 'sort':
      return {
        ...relation,
        input: inner(relation.input),
        keys: relation.keys.map((key) => ({ ...key, value: fold(key.value) })),
      }
    case 'limit':
      return { ...relation, input: inner(relation.input) }
    case 'join': {
      const on = relation.on.map((key) => ({ left: fold(key.left), right: fold(key.right) }))
      const { where, ...rest } = relation
      const join: Join = { ...rest, left: inner(relation.left), right: inner(relation.right), on }
      return where === undefined ? join : spreadCondition(join, splitConjuncts(fold(where)), tables)
    }
    case 'union':
    case 'intersect':
    case 'except':
      return { ...relation, inputs: [inner(relation.inputs[0]), inner(relation.inputs[1])] }
  }
}

function rewriteExpression(expression: Expression, tables: readonly CatalogTable[]): Expression {
  return foldConstants(rewriteQueries(expression, tables))
}

function rewriteQueries(expression: Expression, tables: readonly CatalogTable[]): Expression {
  if (!('args' in expression)) return expression
  const args = expression.args.map((arg) => rewriteQueries(arg, tables))
  if (!('input' in expression)) return { ...expression, args } as Expression
  return { ...expression, args, input: rewrite(expression.input, tables) } as Expression
}

/** The rows of `input` that meet all conditions, each of which is tested as far below as it can be. */
function keep(input: Relation, where: readonly Expression[], tables: readonly CatalogTable[]): Relation {
  if (where.length === 0) return input
  switch (input.op) {
    case 'filter':
      return keep(input.input, [...splitConjuncts(input.where), ...where], tables)
    case 'sort':
      return { ...input, input: keep(input.input, where, tables) }
    case 'project': {
      const below = where.map((condition) => substitute(condition, input.columns))
      return { ...input, input: keep(input.input, below, tables) }
    }
    case 'join':
      return keepJoined(input, where, tables)
    case 'aggregate':
      return keepGroups(input, where, tables)
    case 'union':
    case 'intersect':
    case 'except':
      return keepCombined(input, where, tables)
    default:
      return filtered(input, where)
  }
}

function filtered(input: Relation, where: readonly Expression[]): Relation {
  const [only, ...others] = where
  if (only === undefined) return input
  return { op: 'filter', input, where: others.length === 0 ? only : { op: 'and', args: where } }
}

/** What reads group keys alone decides about whole groups, and so before there are any; a share is of all of them. */
function keepGroups(
  input: Extract<Relation, { op: 'aggregate' }>,
  where: readonly Expression[],
  tables: readonly CatalogTable[],
): Relation {
  const { groups, measures } = input
  const keys = new Set(groups.map(({ name }) => name))
  const isWhole = measures.some(({ fn }) => fn === 'share')
  const ofKeys = where.filter((condition) => {
    const names = columnsOf(condition)
    return !isWhole && names.length > 0 && names.every((name) => keys.has(name))
  })
  const others = where.filter((condition) => !ofKeys.includes(condition))
  const below = ofKeys.map((condition) => substitute(condition, groups))
  return filtered({ ...input, input: keep(input.input, below, tables) }, others)
}

/** A condition holds for rows of both sides alike; it goes to them where it is a condition on each of them alone. */
function keepCombined(
  input: Extract<Relation, { inputs: readonly [Relation, Relation] }>,
  where: readonly Expression[],
  tables: readonly CatalogTable[],
): Relation {
  const [first, second] = input.inputs.map((side) => describeRelation(side, tables).columns) as [
    readonly PlanColumn[],
    readonly PlanColumn[],
  ]
  const isAlike = (name: string) => {
    const at = first.findIndex((column) => column.name === name)
    const kinds = [first, second].map((columns) => [...(columns[at]?.kinds ?? [])].sort().join())
    return kinds[0] === kinds[1]
  }
  const ofBoth = where.filter((condition) => {
    const names = columnsOf(condition)
    return names.length > 0 && names.every(isAlike)
  })
  const renamed = first.map(
    ({ name }, at): Named => ({ name, value: { op: 'column', name: second[at]!.name } }),
  )
  const ofSecond = ofBoth.map((condition) => substitute(condition, renamed))
  const inputs = [keep(input.inputs[0], ofBoth, tables), keep(input.inputs[1], ofSecond, tables)] as const
  return filtered(
    { ...input, inputs },
    where.filter((condition) => !ofBoth.includes(condition)),
  )
}

/** Behind an outer join only what reads the left side alone can be tested before it. */
function keepJoined(join: Join, where: readonly Expression[], tables: readonly CatalogTable[]): Relation {
  const sideOf = createSides(join, tables)
  const ofLeft = where.filter((condition) => sideOf(condition) === 'left')
  const others = where.filter((condition) => !ofLeft.includes(condition))
  const left = keep(join.left, ofLeft, tables)
  if (join.kind === 'left') return filtered({ ...join, left }, others)
  return spreadCondition({ ...join, left }, others, tables)
}

/** Conditions of a join go to its sides or become its keys; the rest is tested on each pair. */
function spreadCondition(
  join: Join,
  conditions: readonly Expression[],
  tables: readonly CatalogTable[],
): Relation {
  const sideOf = createSides(join, tables)
  const before = join.where === undefined ? [] : splitConjuncts(join.where)
  const onLeft: Expression[] = []
  const onRight: Expression[] = []
  const rest: Expression[] = [...before]
  const on = [...join.on]
  for (const condition of conditions) {
    const side = sideOf(condition)
    const [a, b] = condition.op === 'eq' ? condition.args : []
    const sides = a === undefined || b === undefined ? [] : [sideOf(a), sideOf(b)]
    if (side === 'right') {
      // A record of the left side is skipped for a partner of which it is not known whether it counts.
      const isKept = join.kind === 'inner' && !isCertain(condition, join.right, tables)
      onRight.push(isKept ? unlessFalse(condition) : condition)
      if (isKept) rest.push(condition)
    } else if (side === 'left' && join.kind === 'inner') onLeft.push(condition)
    else if (sides[0] === 'left' && sides[1] === 'right') on.push({ left: a!, right: b! })
    else if (sides[0] === 'right' && sides[1] === 'left') on.push({ left: b!, right: a! })
    else rest.push(condition)
  }
  const { where: _, ...bare } = join
  const where =
    rest.length === 0 ? {} : { where: rest.length === 1 ? rest[0]! : ({ op: 'and', args: rest } as const) }
  return {
    ...bare,
    left: keep(join.left, onLeft, tables),
    right: keep(join.right, onRight, tables),
    on,
    ...where,
  }
}

/** True also where the condition is unknown. */
function unlessFalse(condition: Expression): Expression {
  return { op: 'call', fn: 'coalesce', args: [condition, { op: 'boolean', value: true }] }
}

/** Which side alone an expression reads. */
function createSides(join: Join, tables: readonly CatalogTable[]) {
  const namesOf = (relation: Relation) => {
    const { columns, hidden } = describeRelation(relation, tables)
    return new Set([...columns, ...hidden].map(({ name }) => name))
  }
  const [left, right] = [namesOf(join.left), namesOf(join.right)]
  return (expression: Expression): 'left' | 'right' | undefined => {
    const names = columnsOf(expression)
    if (names.length === 0) return undefined
    if (names.every((name) => left.has(name))) return 'left'
    return names.every((name) => right.has(name)) ? 'right' : undefined
  }
}

/** The expression over the rows below a projection. */
function substitute(expression: Expression, columns: readonly Named[]): Expression {
  if (expression.op === 'column')
    return columns.find(({ name }) => name === expression.name)?.value ?? expression
  if (!('args' in expression)) return expression
  return { ...expression, args: expression.args.map((arg) => substitute(arg, columns)) } as Expression
}
