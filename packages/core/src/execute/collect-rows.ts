import type { ColumnType } from '../catalog/catalog.js'
import { type Chunk, columnOf, selectedCount } from './chunk.js'
import { tooManyRows } from './errors.js'
import type { RecordList } from './record-list.js'
import type { Cell, ResultColumn } from './result.js'
import type { RunContext } from './run-context.js'
import { ExactNumber, JsonText, readValue, type Value } from './value.js'

/** Reads the last operator out into cells. EXECUTE_TOO_MANY_ROWS beyond `maxRows`. */
export async function collectRows(
  chunks: AsyncIterable<Chunk>,
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  context: RunContext,
): Promise<{ columns: ResultColumn[]; rows: Cell[][]; records: RecordList }> {
  const rows: Cell[][] = []
  const records = context.newRecordList()
  const seen = columns.map(() => new Set<ResultColumn['type']>())
  for await (const chunk of chunks) {
    const count = selectedCount(chunk)
    if (rows.length + count > context.limits.maxRows) throw tooManyRows(context.limits.maxRows)
    const vectors = columns.map(({ name }) => columnOf(chunk, name))
    for (let k = 0; k < count; k++) {
      const row = chunk.selection === null ? k : chunk.selection[k]!
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
