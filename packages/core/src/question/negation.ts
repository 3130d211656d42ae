import type { CatalogColumn } from '../catalog/catalog.js'
import { isPlaceholder } from '../catalog/placeholders.js'
import type { Expression } from '../plan/algebra.js'

const opposites = { eq: 'ne', ne: 'eq', lt: 'ge', ge: 'lt', gt: 'le', le: 'gt' } as const

/**
 * The condition that a value is not there, with what is left out: rows that have no value at all are no rows of another
 * value, whether they say so by null, by nothing or by a placeholder.
 */
export function denyValue(
  condition: Expression,
  column: CatalogColumn,
): { readonly where: Expression; readonly leavesBlank: boolean } {
  const where = invert(condition)
  const isDenied = where.op === 'ne' || (where.op === 'not' && where.args[0].op === 'in')
  if (!isDenied || column.type !== 'text' || !mayBeBlank(column)) {
    const { missing, null: none } = column.counts
    return { where, leavesBlank: isDenied && missing + none > 0 }
  }
  const given: Expression = {
    op: 'not',
    args: [{ op: 'is-blank', args: [{ op: 'column', name: column.name }] }],
  }
  return { where: { op: 'and', args: [where, given] }, leavesBlank: true }
}

/** Some of its texts say nothing, or are not known. */
function mayBeBlank({ minText, frequent, distinct }: CatalogColumn): boolean {
  if (minText?.trim() === '' || frequent.length < distinct.count) return true
  return frequent.some(
    ({ value }) => typeof value === 'string' && (value.trim() === '' || isPlaceholder(value)),
  )
}

/** The condition that holds where the given one is known not to: rows without a value satisfy neither. */
function invert(condition: Expression): Expression {
  switch (condition.op) {
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge': {
      const [left, right] = condition.args
      if (right.op === 'boolean') return { op: 'eq', args: [left, { op: 'boolean', value: !right.value }] }
      return { op: opposites[condition.op], args: condition.args }
    }
    case 'not':
      return condition.args[0]
    default:
      return { op: 'not', args: [condition] }
  }
}
