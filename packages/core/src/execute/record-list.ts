import { type Chunk, recordAt, selectedCount } from './chunk.js'

/** The first records of many, and how many there were. */
export interface RecordList {
  readonly rows: readonly number[]
  readonly total: number
  add(record: number): void
  /** All selected rows of a chunk but those with a mark. */
  addChunk(chunk: Chunk, without?: Uint8Array): void
  clear(): void
}

export function createRecordList(limit: number): RecordList {
  const rows: number[] = []
  let total = 0
  const add = (record: number) => {
    total++
    if (rows.length < limit) rows.push(record)
  }
  return {
    rows,
    get total() {
      return total
    },
    add,
    addChunk(chunk, without) {
      const count = selectedCount(chunk)
      if (without === undefined && rows.length >= limit) {
        total += count
        return
      }
      for (let k = 0; k < count; k++) {
        const row = chunk.selection === null ? k : chunk.selection[k]!
        if (without?.[row] !== 1) add(recordAt(chunk, row))
      }
    },
    clear() {
      rows.length = 0
      total = 0
    },
  }
}
