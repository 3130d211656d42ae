import { type ColumnBatch, Kind } from '../json/column-batch.js'
import type { Shape } from '../json/shape.js'
import { type BatchSlices, slicesOf } from './batch-slices.js'
import { openAccount } from './byte-table.js'
import { createChildNodes } from './child-nodes.js'
import type { ChunkRef } from './chunk-file.js'
import type { ChunkRecord } from './chunk-records.js'
import { createChunkSizes } from './chunk-sizes.js'
import { ColumnAccumulator } from './column-accumulator.js'
import type { ColumnLimits } from './column-limits.js'
import { encodeColumn } from './encode-column.js'
import type { LanePool } from './lane-pool.js'
import type { LaneScratch } from './lane-scratch.js'
import type { Lane } from './lanes.js'
import { ValueOrder } from './order-values.js'
import { RowAccumulator } from './row-accumulator.js'
import type { GroupRows } from './row-chunk.js'
import { createValueReader } from './value-reader.js'
import type { ValueRun } from './value-run.js'

/** A row group that is closed: its rows, valid only during the call that hands it over. */
export interface ClosedGroup {
  readonly table: number
  readonly group: number
  readonly firstRow: number
  readonly rows: GroupRows
}

/** Takes what is closed: a group, and then the chunks of its columns. */
export interface GroupSink {
  put(lanes: readonly Lane[]): ChunkRef
  addGroup(group: ClosedGroup): void
  addChunk(record: ChunkRecord): void
}

/** Turns batches into closed row groups. Knows nothing of the file. */
export interface GroupBuilder {
  /** Memory that values of open row groups take. */
  readonly bufferedBytes: number
  /** Nodes that ever held a value. */
  readonly columns: ReadonlySet<number>
  /** Takes all it needs from the batch before it returns. */
  append(batch: ColumnBatch): void
  /** Closes the groups of all rows of the table that have ended. Whether a row is still open, and its values are kept. */
  close(table: number): boolean
  /** After `close` of all tables: how the next groups are formed does not depend on what came before. */
  begin(): void
  /** Rows and groups of a table so far; after `close`. */
  closed(table: number): { readonly rows: number; readonly groups: number }
  /** Counts rows and groups of a closed table that were made elsewhere. */
  skip(table: number, rows: number, groups: number): void
}

interface OpenTable {
  readonly id: number
  /** Those with values in the group that is open. */
  columns: ColumnAccumulator[]
  rows: RowAccumulator
  /** First row of the group that is open. */
  base: number
  groups: number
}

/** Most that an entry adds to a chunk beside its text (`chunkBytes`). */
const maxEntryBytes = 120

export function createGroupBuilder(options: {
  readonly shape: Shape
  readonly limits: ColumnLimits
  readonly pool: LanePool
  readonly scratch: LaneScratch
  readonly sink: GroupSink
  /** Number of each table's first row; 0 where it is not there. */
  readonly firstRows?: Int32Array
}): GroupBuilder {
  const { shape, limits, pool, scratch, sink, firstRows = new Int32Array(0) } = options
  const account = openAccount(pool)
  const tables: (OpenTable | undefined)[] = []
  /** By table: rows and groups when it was closed last. */
  const closedTables: { readonly rows: number; readonly groups: number }[] = []
  const columns: (ColumnAccumulator | undefined)[] = []
  const everColumns = new Set<number>()
  const readValues = createValueReader(limits.maxInlineTextBytes)
  const values = new ValueOrder()
  const sizes = createChunkSizes(limits, scratch)
  const ownOrder = new Int32Array(limits.maxSliceValues)
  const childrenOf = createChildNodes(shape)
  /** Memory of rows that were open at `begin`. */
  let kept = 0

  function openTable(id: number): OpenTable {
    const { rows, groups } = closed(id)
    const table = { id, columns: [], rows: new RowAccumulator(account), base: rows, groups }
    tables[id] = table
    return table
  }

  function openColumn(node: number, table: OpenTable): ColumnAccumulator {
    const column = new ColumnAccumulator(node, account)
    table.columns.push(column)
    columns[node] = column
    everColumns.add(node)
    return column
  }

  function append(batch: ColumnBatch): void {
    appendRows(batch)
    const { kind, length } = batch
    for (let from = 0; from < length; ) {
      const retracted = kind
        .subarray(from, Math.min(length, from + limits.maxSliceValues))
        .indexOf(Kind.retract)
      const to = retracted < 0 ? Math.min(length, from + limits.maxSliceValues) : from + retracted
      appendValues(batch, from, to)
      if (retracted >= 0) retract(batch.node[to]!, batch.row[to]!)
      from = retracted < 0 ? to : to + 1
    }
    for (const table of tables) {
      if (table === undefined) continue
      const end = table.base + table.rows.count
      if (table.rows.count >= limits.maxGroupRows) closeRows(table, end, false)
      if (sizes.areFull(table.columns)) closeRows(table, end, true, true)
    }
    if (account.bytes - kept > limits.maxBufferedBytes) relieve()
  }

  /** Table by table, and within it column by column. */
  function appendValues(batch: ColumnBatch, from: number, to: number): void {
    if (from === to) return
    const slices = slicesOf(batch)
    values.load(batch, from, to, shape.nodes.length, slices?.order ?? ownOrder)
    const nodesOf = new Map<number, number[]>()
    for (const node of values.nodes) {
      const { table } = shape.nodes[node]!
      const nodes = nodesOf.get(table)
      if (nodes === undefined) nodesOf.set(table, [node])
      else nodes.push(node)
    }
    const gathered = values.order === slices?.order ? slices : undefined
    for (const [id, nodes] of nodesOf) appendToTable(tables[id] ?? openTable(id), nodes, batch, gathered)
  }

  function appendToTable(
    table: OpenTable,
    nodes: readonly number[],
    batch: ColumnBatch,
    slices: BatchSlices | undefined,
  ): void {
    const cursors = nodes.map((node) => values.start(node))
    const { order, ends } = values
    const run: ValueRun = { batch, slices, order, to: 0, base: 0, end: 0 }
    const isWide = nodes.some((node) => mayPassChunk(node, batch))
    for (;;) {
      let first = Number.POSITIVE_INFINITY
      for (let i = 0; i < nodes.length; i++) {
        const at = cursors[i]!
        if (at < ends[nodes[i]!]!) first = Math.min(first, batch.row[order[at]!]!)
      }
      if (first === Number.POSITIVE_INFINITY) break
      if (first - table.base >= limits.maxGroupRows) closeRows(table, first, false)
      // Where a chunk may become too large, the rows are taken one by one.
      if (isWide && table.columns.some(sizes.isLarge)) closeRows(table, first, true)
      run.base = table.base
      run.end = isWide ? first + 1 : table.base + limits.maxGroupRows
      for (let i = 0; i < nodes.length; i++) {
        const node = nodes[i]!
        run.to = ends[node]!
        if (cursors[i]! < run.to)
          cursors[i] = readValues(columns[node] ?? openColumn(node, table), run, cursors[i]!)
      }
    }
  }

  function mayPassChunk(node: number, batch: ColumnBatch): boolean {
    const least = (columns[node]?.chunkBytes ?? 0) + values.count(node) * maxEntryBytes
    const most = limits.maxChunkBytes - limits.maxInlineTextBytes
    return least + batch.bytes.length >= most && least + values.bytes(node, batch) >= most
  }

  /** Rows before values: a value of row r then finds the places of all rows before it. */
  function appendRows({ rows }: ColumnBatch): void {
    const { table: ids, row, length } = rows
    for (let from = 0; from < length; ) {
      const id = ids[from]!
      const table = tables[id] ?? openTable(id)
      const first = table.base + table.rows.count - from
      let to = from
      for (; to < length && ids[to] === id; to++) {
        if (row[to] !== first + to) throw new RangeError('The rows of a batch are out of order.')
      }
      table.rows.add(rows, from, to)
      from = to
    }
  }

  /** Takes back the row's values at a node and below it, within the table. */
  function retract(node: number, row: number): void {
    const { table: id } = shape.nodes[node]!
    const position = row - (tables[id]?.base ?? 0)
    const open = [node]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (shape.nodes[at]!.table !== id) continue
      columns[at]?.retract(position)
      open.push(...childrenOf(at))
    }
  }

  /** Closes groups of rows before `end`: the full ones, or all. `keep`: their columns will be filled again, and keep their memory. */
  function closeRows(table: OpenTable, end: number, all: boolean, keep = !all): void {
    for (;;) {
      const rows = Math.min(end - table.base, limits.maxGroupRows)
      if (rows <= 0 || (rows < limits.maxGroupRows && !all)) return
      closeGroup(table, rows, keep)
    }
  }

  function closeGroup(table: OpenTable, rows: number, keep: boolean): void {
    const { id, base } = table
    const group = table.groups++
    sink.addGroup({ table: id, group, firstRow: base, rows: table.rows.first(rows) })
    table.rows.drop(rows)
    table.columns = table.columns.filter((column) => {
      const encoded = encodeColumn(column, rows, scratch)
      if (encoded !== undefined) {
        const { lanes, zone } = encoded
        sink.addChunk({ table: id, group, node: column.node, zone, chunk: sink.put(lanes) })
      }
      const isKept = keep && encoded !== undefined
      if (column.restart(rows, isKept) || isKept) return true
      column.release()
      columns[column.node] = undefined
      return false
    })
    table.base += rows
  }

  /** Gives back the memory of columns that keep it for the next group. */
  function dropEmpty(table: OpenTable): void {
    table.rows.shrink()
    table.columns = table.columns.filter((column) => {
      if (column.count > 0) return true
      column.release()
      columns[column.node] = undefined
      return false
    })
  }

  /** Closes the complete rows of the largest tables until half of the budget is free. */
  function relieve(): void {
    const bytesOf = (table: OpenTable) =>
      table.columns.reduce((sum, column) => sum + column.bytes, table.rows.bytes)
    const largest = tables
      .filter((table) => table !== undefined)
      .map((table) => ({ table, bytes: bytesOf(table) }))
      .sort((a, b) => b.bytes - a.bytes)
    for (const { table } of largest) {
      if (account.bytes - kept <= limits.maxBufferedBytes / 2) return
      closeRows(table, table.base + table.rows.count, true)
      dropEmpty(table)
    }
  }

  function close(id: number): boolean {
    const table = tables[id]
    if (table === undefined) return false
    closeRows(table, table.base + table.rows.count, true)
    dropEmpty(table)
    for (const column of table.columns) column.restart(0, false)
    closedTables[id] = { rows: table.base, groups: table.groups }
    table.rows.release()
    const isOpen = table.columns.length > 0
    if (isOpen) table.rows = new RowAccumulator(account)
    else tables[id] = undefined
    return isOpen
  }

  function closed(id: number) {
    return closedTables[id] ?? { rows: firstRows[id] ?? 0, groups: 0 }
  }

  return {
    get bufferedBytes() {
      return account.bytes
    },
    columns: everColumns,
    append,
    close,
    begin() {
      kept = account.bytes
    },
    closed,
    skip(id, rows, groups) {
      if (tables[id] !== undefined) throw new RangeError(`Table ${id} has rows that are open.`)
      const before = closed(id)
      closedTables[id] = { rows: before.rows + rows, groups: before.groups + groups }
    },
  }
}
