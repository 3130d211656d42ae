import { type Chunk, positionAt, recordAt, selectedCount } from './chunk.js'
import type { Provenance } from './result.js'

/** The first records of many, and how many there were. Behind a join, those of every table, each once. */
export interface RecordList {
  add(chunk: Chunk, row: number): void
  /** All selected rows of a chunk but those with a mark. */
  addChunk(chunk: Chunk, without?: Uint8Array): void
  /** The records of another list, which were counted there. */
  take(other: Provenance): void
  clear(): void
  provenance(): Provenance
}

interface TableRecords {
  rows: number[]
  total: number
  /** Bits of the records that are in, once records may repeat. */
  seen: Uint8Array
}

export function createRecordList(mainTable: string, limit: number): RecordList {
  const tables = new Map<string, TableRecords>()
  const main = recordsOf(mainTable)

  function recordsOf(table: string): TableRecords {
    let list = tables.get(table)
    if (list === undefined) {
      list = { rows: [], total: 0, seen: new Uint8Array(64) }
      tables.set(table, list)
    }
    return list
  }

  function add(list: TableRecords, record: number): void {
    list.total++
    if (list.rows.length < limit) list.rows.push(record)
  }

  function addOnce(list: TableRecords, record: number): void {
    if (record < 0) return
    const at = record >>> 3
    if (at >= list.seen.length) {
      const longer = new Uint8Array(Math.max(at + 1, list.seen.length * 2))
      longer.set(list.seen)
      list.seen = longer
    }
    const bit = 1 << (record & 7)
    if ((list.seen[at]! & bit) !== 0) return
    list.seen[at]! |= bit
    add(list, record)
  }

  function addRow(chunk: Chunk, row: number): void {
    if (chunk.others === undefined) {
      add(main, recordAt(chunk, row))
      return
    }
    addOnce(main, recordAt(chunk, row))
    for (const { table, records } of chunk.others) addOnce(recordsOf(table), records[row]!)
  }

  return {
    add: addRow,
    addChunk(chunk, without) {
      const count = selectedCount(chunk)
      const isPlain = without === undefined && chunk.others === undefined
      const looked = isPlain ? Math.min(count, limit - main.rows.length) : count
      for (let k = 0; k < looked; k++) {
        const row = positionAt(chunk, k)
        if (without?.[row] !== 1) addRow(chunk, row)
      }
      main.total += count - looked
    },
    take(other) {
      for (const { table, rows, total } of [other, ...(other.others ?? [])]) {
        const list = recordsOf(table)
        list.total += total
        for (const record of rows) if (list.rows.length < limit) list.rows.push(record)
      }
    },
    clear() {
      for (const list of tables.values())
        Object.assign(list, { rows: [], total: 0, seen: new Uint8Array(64) })
    },
    provenance() {
      const [first, ...others] = [...tables].map(([table, { rows, total }]) => ({ table, rows, total }))
      return others.length === 0 ? first! : { ...first!, others }
    },
  }
}
