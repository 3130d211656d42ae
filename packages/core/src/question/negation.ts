import type { Expression } from '../plan/algebra.js'

const opposites = { eq: 'ne', ne: 'eq', lt: 'ge', ge: 'lt', gt: 'le', le: 'gt' } as const

/** The condition that holds where the given one is known not to: rows without a value satisfy neither. */
export function invert(condition: Expression): Expression {
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
