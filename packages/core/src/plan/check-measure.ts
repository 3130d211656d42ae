import type { Expression, Measure, Named } from './algebra.js'
import { type CheckedExpression, checkExpression, requireKind, type Scope } from './check-expression.js'
import { planErrors } from './errors.js'

/** A value with the name that it gets. */
export type NamedColumn = CheckedExpression & { readonly name: string }

export function checkNamed({ name, value }: Named, scope: Scope, path: string): NamedColumn {
  return { ...checkExpression(value, scope, path), name }
}

/** A measure over the rows of a scope: PLAN_INVALID, PLAN_TYPE and the codes of expressions. */
export function checkMeasure(
  measure: Measure,
  scope: Scope,
  path: string,
): NamedColumn & { readonly measure: Measure } {
  const { name, fn } = measure
  const where = measure.where === undefined ? {} : { where: checkCondition(measure.where, scope, path) }
  if (measure.value === undefined) {
    if (fn !== 'count' && fn !== 'share')
      throw planErrors.create('PLAN_INVALID', `${fn} needs a value to work on.`, {
        path,
        problem: 'no value',
      })
    return {
      measure: { name, fn, ...where },
      name,
      expression: { op: 'null' },
      type: 'number',
      kinds: ['number'],
    }
  }
  const value = checkExpression(measure.value, scope, path)
  const checked: Measure = {
    name,
    fn,
    value: value.expression,
    ...checkDistinct(measure, path),
    ...where,
    ...checkParameters(measure, path),
  }
  if (fn === 'min' || fn === 'max') {
    if (value.kinds.length > 0 && value.kinds.every((kind) => kind === 'json'))
      requireKind(value, 'number', 'a value')
    return { ...value, measure: checked, name }
  }
  if (fn === 'concat') {
    if (!value.kinds.includes('number')) requireKind(value, 'text', 'text or a number')
    return { measure: checked, name, expression: value.expression, type: 'text', kinds: ['text'] }
  }
  if (fn !== 'count' && fn !== 'count-distinct') requireKind(value, 'number', 'a number')
  const unit = value.unit === undefined || !keepsUnit.includes(fn) ? {} : { unit: value.unit }
  return { measure: checked, name, expression: value.expression, type: 'number', kinds: ['number'], ...unit }
}

const keepsUnit: readonly Measure['fn'][] = ['sum', 'avg', 'median', 'percentile']
const takesDistinct: readonly Measure['fn'][] = ['sum', 'avg', 'median', 'percentile', 'concat']

/** Of a count it is another function; of the others it would change nothing. */
function checkDistinct({ fn, distinct }: Measure, path: string): { distinct?: true } {
  if (distinct === undefined) return {}
  if (takesDistinct.includes(fn)) return { distinct }
  const problem = `${fn} of distinct values`
  throw planErrors.create('PLAN_INVALID', `There is no ${problem}.`, { path, problem })
}

/** `at` of a percentile and `separator` of a concat: there for them, and for nothing else. */
function checkParameters({ fn, at, separator }: Measure, path: string): { at?: string; separator?: string } {
  const fraction = at === undefined ? undefined : Number(at)
  const fitsAt =
    fn === 'percentile' ? fraction !== undefined && fraction >= 0 && fraction <= 1 : at === undefined
  const fitsSeparator = (fn === 'concat') === (separator !== undefined)
  if (!fitsAt || !fitsSeparator)
    throw planErrors.create(
      'PLAN_INVALID',
      'A percentile needs a fraction from 0 to 1, a concat a separator.',
      {
        path,
        problem: 'parameters of a measure',
      },
    )
  return { ...(at === undefined ? {} : { at }), ...(separator === undefined ? {} : { separator }) }
}

/** A condition over the rows of a scope. */
export function checkCondition(where: Expression, scope: Scope, path: string): Expression {
  const checked = checkExpression(where, scope, `${path}.where`)
  requireKind(checked, 'boolean', 'true or false')
  return checked.expression
}

export function toNamed({ name, expression }: NamedColumn): Named {
  return { name, value: expression }
}
