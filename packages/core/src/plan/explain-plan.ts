import type { Expression, Measure, Named, Plan, Relation, SortKey } from './algebra.js'
import { type ScalarSignature, scalarSignatures } from './scalar-functions.js'

const comparisonSigns = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const

/** The plan as an indented tree for people: what is done last stands first. */
export function explainPlan(plan: Plan): string {
  const lines: string[] = []
  for (let relation: Relation | undefined = plan.root, depth = 0; relation !== undefined; depth++) {
    lines.push(`${depth === 0 ? '' : `${'   '.repeat(depth - 1)}└─ `}${describeRelation(relation)}`)
    relation = relation.op === 'scan' ? undefined : relation.input
  }
  return lines.join('\n')
}

function describeRelation(relation: Relation): string {
  switch (relation.op) {
    case 'scan':
      return `scan ${formatName(relation.table)}`
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

function describeNamed({ name, value }: Named): string {
  return value.op === 'column' && value.name === name
    ? formatName(name)
    : `${explainExpression(value)} as ${formatName(name)}`
}

function describeMeasure({ name, fn, value }: Measure): string {
  const argument = value === undefined ? '*' : explainExpression(value)
  const call = fn === 'count-distinct' ? `count(distinct ${argument})` : `${fn}(${argument})`
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
    case 'call':
      return explainCall(expression)
    case 'contains':
      return `${explainOperand(expression.args[0])} ${expression.op} ${explainOperand(expression.args[1])}`
    default:
      return expression.args.map(explainOperand).join(` ${comparisonSigns[expression.op]} `)
  }
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
