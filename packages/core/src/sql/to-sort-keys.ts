import type { Expression, SortKey } from '../plan/algebra.js'
import { findItem, type Item, itemAt } from './list-items.js'
import type { OrderTerm, SqlExpression } from './syntax.js'

/** A sort key is an ordinal, else the name of a selected column, else an expression. */
export function toSortKeys(
  sql: string,
  orderBy: readonly OrderTerm[],
  items: readonly Item[],
  convert: (value: SqlExpression) => Expression,
): SortKey[] {
  return orderBy.map(({ value, descending, nulls }) => {
    const source = itemAt(sql, value, items) ?? findItem(items, value)?.value ?? value
    return { value: convert(source), descending, nulls }
  })
}
