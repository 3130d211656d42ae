import type { ColumnType } from '../catalog/catalog.js'
import { type Chunk, columnOf, positionAt, selectedCount } from './chunk.js'
import type { RecordList } from './record-list.js'
import type { Cell, ResultColumn } from './result.js'
import type { ExecuteLimits, RunContext } from './run-context.js'
import { ExactNumber, JsonText, readValue, type Value } from './value.js'

/** Rows of that many columns which are listed. */
export function mostListed(columns: number, { maxRows, maxCells }: ExecuteLimits): number {
  return Math.min(maxRows, Math.floor(maxCells / Math.max(1, columns)))
}

/** Reads the last operator out into cells. Rows beyond the bounds of a list are counted, not kept. */
export async function collectRows(
  chunks: AsyncIterable<Chunk>,
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  context: RunContext,
): Promise<{ columns: ResultColumn[]; rows: Cell[][]; rowsTotal: number; records: RecordList }> {
  const rows: Cell[][] = []
  let rowsTotal = 0
  const most = mostListed(columns.length, context.limits)
  const records = context.newRecordList()
  const seen = columns.map(() => new Set<ResultColumn['type']>())
  for await (const chunk of chunks) {
    await context.pace.step()
    const count = selectedCount(chunk)
    const listed = Math.min(count, most - rows.length)
    rowsTotal += count
    const vectors = columns.map(({ name }) => columnOf(chunk, name))
    for (let k = 0; k < listed; k++) {
      const row = positionAt(chunk, k)
      rows.push(
        vectors.map((vector, index) => {
          const value = readValue(vector, row)
          if (value !== null) seen[index]!.add(typeOfValue(value))
          return toCell(value)
        }),
      )
      records.add(chunk, row)
    }
  }
  return {
    columns: columns.map(({ name, type }, index) => ({ name, type: resultType(seen[index]!, type) })),
    rows,
    rowsTotal: rowsTotal + context.rowsUnlisted,
    records,
  }
}

function toCell(value: Value): Cell {
  return value instanceof ExactNumber || value instanceof JsonText ? value.text : value
}

function typeOfValue(value: Exclude<Value, null>): ResultColumn['type'] {
  if (value instanceof ExactNumber) return 'decimal'
  if (value instanceof JsonText) return 'json'
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'number' : 'boolean'
}

/** What the cells really are; the planned type when there is no value. */
function resultType(seen: ReadonlySet<ResultColumn['type']>, planned: ColumnType): ResultColumn['type'] {
  const kinds = new Set([...seen].map((type) => (type === 'decimal' ? 'number' : type)))
  if (kinds.size > 1) return 'mixed'
  if (seen.has('decimal')) return 'decimal'
  return [...kinds][0] ?? planned
}
