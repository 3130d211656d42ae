import type { CatalogTable } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import { resolveTable } from '../plan/resolve-name.js'

/** A condition over one dataset as it stands among several: the tables that its queries scan get their full names. */
export function qualifyScans(
  expression: Expression,
  tables: readonly CatalogTable[],
  rename: (table: string) => string,
): Expression {
  return JSON.parse(JSON.stringify(expression), (_, node: unknown) =>
    isScan(node) ? { ...node, table: rename(resolveTable(node.table, tables).name) } : node,
  ) as Expression
}

function isScan(node: unknown): node is { readonly op: 'scan'; readonly table: string } {
  return (
    typeof node === 'object' &&
    node !== null &&
    'op' in node &&
    node.op === 'scan' &&
    'table' in node &&
    typeof node.table === 'string'
  )
}
