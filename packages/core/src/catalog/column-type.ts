import type { ColumnType, KindCounts } from './catalog.js'

/** Of the non-null values, what one kind must have to be the type of a column. */
export const typeShare = 0.95

/**
 * The type of a column: the kind of at least 95 % of its values, else `mixed`. Texts that are declared
 * placeholders count as null, unless nothing else is there.
 */
export function toColumnType(counts: KindCounts, placeholders: number): ColumnType {
  const kinds: [ColumnType, number][] = [
    ['number', counts.number],
    ['text', counts.text - placeholders],
    ['boolean', counts.boolean],
    ['json', counts.json],
  ]
  const total = kinds.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return placeholders > 0 ? 'text' : 'null'
  return kinds.find(([, count]) => count >= total * typeShare)?.[0] ?? 'mixed'
}
