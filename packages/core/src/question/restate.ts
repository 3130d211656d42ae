import type { Expression } from '../plan/algebra.js'
import { explainExpression } from '../plan/explain-plan.js'
import { rowColumn } from '../plan/link-columns.js'
import { restatePeriod } from './dates.js'
import { type Language, languages } from './languages/index.js'

const signs = { eq: '=', ne: '≠', lt: '<', le: '≤', gt: '>', ge: '≥' } as const

/** A condition in words of the language: `delay > 60`, `no fireRating`. Conjunctions are joined by its "and". */
export function restateCondition(expression: Expression, language: Language): string {
  const { roles } = languages[language].texts
  switch (expression.op) {
    case 'and':
      return expression.args.every(({ op }) => op !== 'or')
        ? restateConditions(expression.args, language).join(` ${roles.and} `)
        : expression.args.map((part) => restatePart(part, 'and', language)).join(` ${roles.and} `)
    case 'or':
      return expression.args.map((part) => restatePart(part, 'or', language)).join(` ${roles.or} `)
    case 'not': {
      const [inner] = expression.args
      if (inner.op === 'is-blank' || inner.op === 'is-null')
        return roles.notBlank(restateOperand(inner.args[0], language))
      return `${roles.not} (${restateCondition(inner, language)})`
    }
    case 'is-blank':
    case 'is-null':
      return roles.blank(restateOperand(expression.args[0], language))
    case 'in': {
      const [value, ...list] = expression.args
      const items = list.map((item) => restateOperand(item, language)).join(` ${roles.or} `)
      return `${value === undefined ? '' : restateOperand(value, language)} = ${items}`
    }
    case 'like':
    case 'contains':
      return expression.args.map((part) => restateOperand(part, language)).join(` ${expression.op} `)
    case 'eq':
      return restateNeighbour(expression.args, language) ?? restateOperands(expression.args, 'eq', language)
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return restateOperands(expression.args, expression.op, language)
    default:
      return restateOperand(expression, language)
  }
}

function restateOperands(args: readonly Expression[], op: keyof typeof signs, language: Language): string {
  return args.map((part) => restateOperand(part, language)).join(` ${signs[op]} `)
}

/** The row behind or before another, by its number. */
function restateNeighbour(args: readonly Expression[], language: Language): string | undefined {
  const [column, call] = args
  if (column?.op !== 'column' || column.name !== rowColumn || call?.op !== 'call') return undefined
  const [of] = call.args
  const where =
    of?.op === 'query-value' && of.input.op === 'project' && of.input.input.op === 'filter'
      ? of.input.input.where
      : undefined
  if (where === undefined || (call.fn !== 'add' && call.fn !== 'subtract')) return undefined
  const { rowAfter, rowBefore } = languages[language].texts.roles
  return `${call.fn === 'add' ? rowAfter : rowBefore} ${restateCondition(where, language)}`
}

/**
 * Conditions in words, those that are the two ends of one time on a column as one: `placed_on.date = 2024-05`.
 */
export function restateConditions(all: readonly Expression[], language: Language): string[] {
  const conditions = all.filter((condition) => !saysNothingNew(condition, all))
  const ends = conditions.map(readEnd)
  return conditions.flatMap((condition, i) => {
    const end = ends[i]
    if (end === undefined) return [restateCondition(condition, language)]
    const other = ends.findIndex(
      (one) => one !== undefined && one.name === end.name && one.isFrom !== end.isFrom,
    )
    const partner = ends[other]
    if (partner === undefined) return [restateCondition(condition, language)]
    if (other < i) return []
    const [from, to] = end.isFrom ? [end.text, partner.text] : [partner.text, end.text]
    return [`${end.name} = ${restatePeriod({ from, to })}`]
  })
}

/** That a column has a value, beside that it has not a certain one. */
function saysNothingNew(condition: Expression, all: readonly Expression[]): boolean {
  if (condition.op !== 'not' || condition.args[0].op !== 'is-blank') return false
  const [column] = condition.args[0].args
  if (column.op !== 'column') return false
  return all.some((other) => {
    const denied =
      other.op === 'ne' ? other : other.op === 'not' && other.args[0].op === 'in' ? other.args[0] : undefined
    const [first] = denied?.args ?? []
    return first?.op === 'column' && first.name === column.name
  })
}

function readEnd(condition: Expression): { name: string; text: string; isFrom: boolean } | undefined {
  if (condition.op !== 'ge' && condition.op !== 'lt') return undefined
  const [column, text] = condition.args
  if (column.op !== 'column' || text.op !== 'text' || !/^\d{4}(?:-\d{2}){0,2}$/u.test(text.value))
    return undefined
  return { name: column.name, text: text.value, isFrom: condition.op === 'ge' }
}

function restatePart(part: Expression, inside: 'and' | 'or', language: Language): string {
  const text = restateCondition(part, language)
  return (part.op === 'and' || part.op === 'or') && part.op !== inside ? `(${text})` : text
}

function restateOperand(expression: Expression, language: Language): string {
  const { roles } = languages[language].texts
  switch (expression.op) {
    case 'column':
      return expression.name
    case 'text':
      return expression.value === '' ? '""' : expression.value
    case 'number':
      return formatLiteral(expression.value, language)
    case 'boolean':
      return expression.value ? roles.true : roles.false
    case 'call':
      return explainExpression(expression)
    case 'query-value': {
      const { input } = expression
      const where = input.op === 'project' && input.input.op === 'filter' ? input.input.where : undefined
      if (input.op !== 'project' || where === undefined) return explainExpression(expression)
      const names = input.columns.map(({ name }) => name).join(', ')
      return `(${names} ${roles.of} ${restateCondition(where, language)})`
    }
    case 'query-member':
    case 'query-exists':
      return explainExpression(expression)
    case 'null':
      return 'null'
    default:
      return `(${restateCondition(expression, language)})`
  }
}

/** A number of a condition: grouped from five digits on, so that a year stays a year. */
export function formatLiteral(decimal: string, language: Language): string {
  if (decimal.includes('e')) return decimal
  const sign = decimal.startsWith('-') ? '-' : ''
  const [whole = '', fraction] = decimal.replace(/^-/u, '').split('.')
  const { decimal: point, group } = languages[language].numbers
  const grouped = whole.length < 5 ? whole : whole.replace(/\B(?=(?:\d{3})+$)/gu, group)
  return `${sign}${grouped}${fraction === undefined ? '' : point + fraction}`
}
