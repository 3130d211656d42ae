import type { CatalogTable, KindCounts } from '../catalog/catalog.js'
import { parseDecimal } from '../columns/decimal.js'
import type { ZonePredicate } from '../columns/table.js'
import type { Comparison, Expression } from '../plan/algebra.js'
import { nearestDouble } from './compare-literal.js'

/**
 * What a scan may skip by, from the conjuncts of its filters. Only columns that hold the compared kind in every
 * row take part: in a batch left out the conjunct is then false everywhere, so no unknown row escapes coverage.
 * Numbers are the literals' nearest doubles with inclusive bounds, which never skips too much.
 */
export function toZonePredicate(
  where: readonly Expression[],
  table: CatalogTable,
  prefix: string,
): ZonePredicate {
  return where
    .flatMap(splitConjuncts)
    .flatMap((expression) => toZone(expression, table, prefix))
    .map((zone) => ({ ...zone, column: zone.column.slice(prefix.length) }))
}

/** The conditions that all must hold. */
export function splitConjuncts(expression: Expression): readonly Expression[] {
  return expression.op === 'and' ? expression.args.flatMap(splitConjuncts) : [expression]
}

function toZone(expression: Expression, table: CatalogTable, prefix: string): ZonePredicate {
  if (!('args' in expression)) return []
  const [left, ...rest] = expression.args
  const [right] = rest
  if (left === undefined || right === undefined) return []
  if (left.op !== 'column') {
    const op = flipped(expression.op)
    if (op === undefined || right.op !== 'column' || left.op === 'null') return []
    return toZone({ op, args: [right, left] }, table, prefix)
  }
  if (expression.op === 'in' || expression.op === 'eq') {
    const texts = rest.flatMap((item) => (item.op === 'text' ? [item.value] : []))
    if (texts.length === rest.length && isWholly(left.name, 'text', table, prefix))
      return [{ column: left.name, op: 'in', texts }]
  }
  if (right.op !== 'number' || !isWholly(left.name, 'number', table, prefix)) return []
  const number = nearestDouble(parseDecimal(right.value)!)
  const op = inclusive(expression.op)
  return op === undefined || !Number.isFinite(number) ? [] : [{ column: left.name, op, number }]
}

function isWholly(name: string, kind: keyof KindCounts, table: CatalogTable, prefix: string): boolean {
  if (!name.startsWith(prefix)) return false
  const own = name.slice(prefix.length)
  return table.columns.some((column) => column.name === own && column.counts[kind] === table.rows)
}

function inclusive(op: Expression['op']): 'eq' | 'le' | 'ge' | undefined {
  if (op === 'eq') return 'eq'
  if (op === 'lt' || op === 'le') return 'le'
  return op === 'gt' || op === 'ge' ? 'ge' : undefined
}

function flipped(op: Expression['op']): Comparison | undefined {
  const pairs: Partial<Record<Expression['op'], Comparison>> = {
    eq: 'eq',
    lt: 'gt',
    le: 'ge',
    gt: 'lt',
    ge: 'le',
  }
  return pairs[op]
}
