import type { ValueIndex, ValueMatch } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import type { Table } from '../columns/table.js'
import { ValueKind } from '../columns/table.js'

/** The texts of memory tables by their fold, as the value index of a dataset would find them. */
export async function createMemoryValues(tables: readonly Table[]): Promise<ValueIndex> {
  const byFold = new Map<string, ValueMatch[]>()
  for (const table of tables) {
    for (const { name: column } of table.schema.columns) {
      for (const [value, count] of await countTexts(table, column)) {
        const match = { table: table.schema.name, column, value, count }
        const fold = foldText(value)
        byFold.set(fold, [...(byFold.get(fold) ?? []), match])
      }
    }
  }
  const folds = [...byFold.keys()]
  return {
    find: async (term, limit = 100) => (byFold.get(foldText(term)) ?? []).slice(0, limit),
    mayBegin: async (term) => folds.some((fold) => fold.startsWith(foldText(term))),
  }
}

async function countTexts(table: Table, column: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for await (const batch of table.scan([column])) {
    const { kind, kinds, codes, dictionary } = batch.columns.get(column)!
    for (let i = 0; i < batch.length; i++) {
      if ((kinds?.[i] ?? kind) !== ValueKind.text) continue
      const text = dictionary!.text(codes![i]!)
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  }
  return counts
}
