import type { ColumnType } from '../catalog/catalog.js'
import { ValueKind } from '../columns/table.js'

export const isValue = (kind: number) => kind > ValueKind.null
export const isNumberKind = (kind: number) => kind === ValueKind.number

/** Kinds that are ranked in a column of a type: its own; all scalars in a mixed one, by the order of kinds. */
export function rankedKinds(type: ColumnType): (kind: number) => boolean {
  if (type === 'number') return isNumberKind
  if (type === 'text') return (kind) => kind === ValueKind.text
  if (type === 'boolean') return (kind) => kind === ValueKind.false || kind === ValueKind.true
  return isValue
}
