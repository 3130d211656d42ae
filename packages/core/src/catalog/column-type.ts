import type { ColumnType, KindCounts } from './catalog.js'

/** Of the non-null values, what one kind must have to be the type of a column. */
export const typeShare = 0.95

/**
 * The type of a column: the kind of at least 95 % of its values, else `mixed`. Texts that are declared
 * placeholders count as null, unless nothing else is there.
 */
export function toColumnType(counts: KindCounts, placeholders: number): ColumnType {
  const { number, boolean, json } = counts
  const text = counts.text - placeholders
  const total = number + text + boolean + json
  if (total === 0) return placeholders > 0 ? 'text' : 'null'
  const needed = total * typeShare
  if (number >= needed) return 'number'
  if (text >= needed) return 'text'
  if (boolean >= needed) return 'boolean'
  return json >= needed ? 'json' : 'mixed'
}
