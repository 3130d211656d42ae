import type { Expression, Measure, Named, Plan, Relation, SortKey } from './algebra.js'
import { type ScalarSignature, scalarSignatures } from './scalar-functions.js'

const comparisonSigns = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const

/** The plan as an indented tree for people: what is done last stands first. */
export function explainPlan(plan: Plan): string {
  return explainTree(plan.root).join('\n')
}

function explainTree(relation: Relation): string[] {
  const below = inputsOf(relation).flatMap((input) =>
    explainTree(input).map((line, index) => (index === 0 ? `└─ ${line}` : `   ${line}`)),
  )
  return [describeRelation(relation), ...below]
}

/** The relations that a relation takes its rows from. */
export function inputsOf(relation: Relation): readonly Relation[] {
  switch (relation.op) {
    case 'scan':
    case 'unit':
      return []
    case 'join':
      return [relation.left, relation.right]
    case 'union':
    case 'intersect':
    case 'except':
      return relation.inputs
    default:
      return [relation.input]
  }
}

function describeRelation(relation: Relation): string {
  switch (relation.op) {
    case 'scan':
      return describeScan(relation)
    case 'unit':
      return 'one row'
    case 'join': {
      const keys = relation.on.map(
        ({ left, right }) => `${explainExpression(left)} = ${explainExpression(right)}`,
      )
      const conditions = [...keys, ...(relation.where ? [explainExpression(relation.where)] : [])]
      const on = conditions.length === 0 ? '' : ` on ${conditions.join(' and ')}`
      return `${relation.kind} join${on}`
    }
    case 'union':
    case 'intersect':
    case 'except':
      return `${relation.op}${relation.all ? ' all' : ''}`
    case 'filter':
      return `filter ${explainExpression(relation.where)}`
    case 'project':
      return `project ${relation.columns.map(describeNamed).join(', ')}`
    case 'aggregate': {
      const groups =
        relation.groups.length === 0 ? '' : ` by ${relation.groups.map(describeNamed).join(', ')}`
      if (relation.measures.length === 0) return `distinct${groups}`
      return `aggregate ${relation.measures.map(describeMeasure).join(', ')}${groups}`
    }
    case 'sort':
      return `sort ${relation.keys.map(describeKey).join(', ')}`
    case 'limit':
      return `limit ${relation.count ?? 'all'}${relation.offset === 0 ? '' : ` offset ${relation.offset}`}`
  }
}

function describeScan({ table, as, scope }: Extract<Relation, { op: 'scan' }>): string {
  const label = as === undefined ? '' : ` as ${formatName(as)}`
  return `scan ${formatName(table)}${label}${scope === undefined ? '' : ` within ${explainExpression(scope)}`}`
}

function describeNamed({ name, value }: Named): string {
  return value.op === 'column' && value.name === name
    ? formatName(name)
    : `${explainExpression(value)} as ${formatName(name)}`
}

function describeMeasure({ name, fn, value, distinct, where, at, separator }: Measure): string {
  const each = distinct === true || fn === 'count-distinct' ? 'distinct ' : ''
  const of = value === undefined ? '*' : `${each}${explainExpression(value)}`
  const parameter = at ?? (separator === undefined ? undefined : `'${separator}'`)
  const argument = parameter === undefined ? of : `${of}, ${parameter}`
  const all = `${fn === 'count-distinct' ? 'count' : fn}(${argument})`
  const call = where === undefined ? all : `${all} filter (where ${explainExpression(where)})`
  return call === name ? call : `${call} as ${formatName(name)}`
}

function describeKey({ value, descending, nulls }: SortKey): string {
  return `${explainExpression(value)}${descending ? ' descending' : ''} nulls ${nulls}`
}

/** One expression as a person would write it in SQL. */
export function explainExpression(expression: Expression): string {
  switch (expression.op) {
    case 'column':
      return formatName(expression.name)
    case 'number':
      return expression.value
    case 'text':
      return `'${expression.value.replaceAll("'", "''")}'`
    case 'boolean':
      return String(expression.value)
    case 'null':
      return 'null'
    case 'and':
    case 'or':
      return expression.args.map(explainOperand).join(` ${expression.op} `)
    case 'not':
      return `not ${explainOperand(expression.args[0])}`
    case 'is-null':
      return `${explainOperand(expression.args[0])} is null`
    case 'is-blank':
      return `${explainOperand(expression.args[0])} is blank`
    case 'in': {
      const [value, ...list] = expression.args
      return `${value === undefined ? '' : explainOperand(value)} in (${list.map(explainExpression).join(', ')})`
    }
    case 'like': {
      const [text, pattern, escaping] = expression.args
      const ending = escaping === undefined ? '' : ` escape ${explainOperand(escaping)}`
      return `${explainOperand(text)} like ${explainOperand(pattern)}${ending}`
    }
    case 'query-value':
    case 'query-member':
    case 'query-exists':
      return explainQuery(expression)
    case 'call':
      return explainCall(expression)
    case 'contains':
      return `${explainOperand(expression.args[0])} ${expression.op} ${explainOperand(expression.args[1])}`
    default:
      return expression.args.map(explainOperand).join(` ${comparisonSigns[expression.op]} `)
  }
}

const queryWords = { 'query-value': 'value for', 'query-member': 'in', 'query-exists': 'exists in' } as const

function explainQuery(expression: Extract<Expression, { input: Relation }>): string {
  const keys = expression.args.map(explainOperand).join(', ')
  const inner = explainTree(expression.input)
    .map((line) => line.trim().replace(/^└─ /, ''))
    .join(' ← ')
  const word = expression.op === 'query-value' && keys === '' ? 'value' : queryWords[expression.op]
  return `${expression.op === 'query-value' ? `${word} ${keys}` : `${keys} ${word}`} (${inner})`.trim()
}

function explainCall({ fn, args }: Extract<Expression, { op: 'call' }>): string {
  const { sign }: ScalarSignature = scalarSignatures[fn]
  if (sign !== undefined) return args.map(explainOperand).join(` ${sign} `)
  if (fn === 'negate') return `-${args.map(explainOperand).join('')}`
  if (fn !== 'case') return `${fn}(${args.map(explainExpression).join(', ')})`
  const parts = args.map((arg, index) => {
    const word = index === args.length - 1 ? 'else' : index % 2 === 0 ? 'when' : 'then'
    return `${word} ${explainExpression(arg)}`
  })
  return `case ${parts.join(' ')} end`
}

function explainOperand(expression: Expression): string {
  const text = explainExpression(expression)
  return 'args' in expression ? `(${text})` : text
}

/** Plain words, and columns named after their call (`sum(width)`), stay bare; everything else is quoted. */
function formatName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.]*(\([\p{L}\p{N}_.*]*\))?$/u.test(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`
}
