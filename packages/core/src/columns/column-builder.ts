import type { SegmentWriter } from '@assay/store'
import { type ColumnBatch, Kind } from '../json/column-batch.js'
import type { Shape } from '../json/shape.js'
import { nameTables } from '../records/name-tables.js'
import { type BatchSlices, slicesOf } from './batch-slices.js'
import { openAccount } from './byte-table.js'
import { createChunkFileWriter } from './chunk-file.js'
import { createChunkRecords, createGroupRecords } from './chunk-records.js'
import { createChunkSizes } from './chunk-sizes.js'
import { ColumnAccumulator } from './column-accumulator.js'
import { type ColumnLimits, columnLimits } from './column-limits.js'
import { encodeColumn } from './encode-column.js'
import { LanePool } from './lane-pool.js'
import { LaneScratch } from './lane-scratch.js'
import { ValueOrder } from './order-values.js'
import { RowAccumulator } from './row-accumulator.js'
import type { SegmentDirectory } from './segment-directory.js'
import { createValueReader } from './value-reader.js'
import type { ValueRun } from './value-run.js'

/** Turns the scanner's batches into one segment file. */
export interface ColumnBuilder {
  /** Memory that values of open row groups take. */
  readonly bufferedBytes: number
  /** Takes all it needs from the batch before it returns. */
  append(batch: ColumnBatch): void
  /** Writes the row groups that are full; call it after each block, or memory grows with the input. */
  flush(): Promise<void>
  /** Writes the rest and the directory; the file is durable when this resolves. */
  finish(rootName: string): Promise<void>
}

interface OpenTable {
  readonly id: number
  /** Those with values in the group that is open. */
  columns: ColumnAccumulator[]
  readonly rows: RowAccumulator
  /** First row of the group that is open. */
  base: number
  groups: number
  /** Something was added since its groups were looked at. */
  isTouched: boolean
}

/** Most that an entry adds to a chunk beside its text (`chunkBytes`). */
const maxEntryBytes = 120

export async function createColumnBuilder(options: {
  readonly shape: Shape
  readonly writer: SegmentWriter
  readonly limits?: Partial<ColumnLimits>
  /** Where lanes come from, and go in the end. */
  readonly pool?: LanePool
}): Promise<ColumnBuilder> {
  const { shape, pool = new LanePool() } = options
  const limits = { ...columnLimits, ...options.limits }
  const file = await createChunkFileWriter(options.writer, pool)
  const account = openAccount(pool)
  const tables: (OpenTable | undefined)[] = []
  const columns: (ColumnAccumulator | undefined)[] = []
  /** Nodes that ever held a value. */
  const isColumn: boolean[] = []
  const groupRecords = createGroupRecords()
  const chunkRecords = createChunkRecords()
  const readValues = createValueReader(limits.maxInlineTextBytes)
  const values = new ValueOrder()
  /** Rows table by table. */
  const rowOrder = new ValueOrder()
  const scratch = new LaneScratch(undefined, pool)
  const sizes = createChunkSizes(limits, scratch)
  const ownOrder = new Int32Array(limits.maxSliceValues)
  const ownRows = new Int32Array(limits.maxSliceValues)
  const children: number[][] = []
  let linked = 1

  function openTable(id: number): OpenTable {
    const table = {
      id,
      columns: [],
      rows: new RowAccumulator(account),
      base: -1,
      groups: -1,
      isTouched: true,
    }
    // For the reason that `EntryLanes` gives.
    table.base = 0
    table.groups = 0
    tables[id] = table
    return table
  }

  function openColumn(node: number, table: OpenTable): ColumnAccumulator {
    const column = new ColumnAccumulator(node, account)
    table.columns.push(column)
    columns[node] = column
    isColumn[node] = true
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
      if (table === undefined || !table.isTouched) continue
      table.isTouched = false
      const end = table.base + table.rows.count
      if (table.rows.count >= limits.maxGroupRows) closeRows(table, end, false)
      if (sizes.areFull(table.columns)) closeRows(table, end, true, true)
    }
    if (account.bytes > limits.maxBufferedBytes) relieve()
  }

  /** Table by table, and within it column by column. */
  function appendValues(batch: ColumnBatch, from: number, to: number): void {
    if (from === to) return
    const slices = slicesOf(batch)
    values.load(batch.node, from, to, shape.nodes.length, slices?.order ?? ownOrder)
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
    table.isTouched = true
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
    rowOrder.load(rows.table, 0, rows.length, shape.tables.length, ownRows)
    for (const id of rowOrder.nodes) {
      const table = tables[id] ?? openTable(id)
      table.isTouched = true
      const { order } = rowOrder
      const from = rowOrder.start(id)
      const to = rowOrder.ends[id]!
      if (!areNext(rows.row, order, from, to, table.base + table.rows.count))
        throw new RangeError('The rows of a batch are out of order.')
      table.rows.add(rows, order, from, to)
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

  function childrenOf(node: number): readonly number[] {
    for (; linked < shape.nodes.length; linked++) {
      const { parent } = shape.nodes[linked]!
      const siblings = children[parent] ?? []
      children[parent] = siblings
      siblings.push(linked)
    }
    return children[node] ?? []
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
    groupRecords.add({
      table: id,
      group,
      firstRow: base,
      rows,
      chunk: file.put(table.rows.encode(rows, base, scratch)),
    })
    table.rows.drop(rows)
    table.columns = table.columns.filter((column) => {
      const encoded = encodeColumn(column, rows, scratch)
      if (encoded !== undefined) {
        const { lanes, zone } = encoded
        chunkRecords.add({ table: id, group, node: column.node, zone, chunk: file.put(lanes) })
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
      if (account.bytes <= limits.maxBufferedBytes / 2) return
      closeRows(table, table.base + table.rows.count, true)
      dropEmpty(table)
    }
  }

  async function finish(rootName: string): Promise<void> {
    for (const table of tables) {
      if (table === undefined) continue
      closeRows(table, table.base + table.rows.count, true)
      dropEmpty(table)
      await file.drain()
    }
    const named = nameTables(shape, rootName, (node) => isColumn[node] === true)
    const directory: SegmentDirectory = {
      content: 'columns',
      tables: shape.tables.map(({ id, layout, path, parent, rowNode, pathsLeftOut, isList, isRecords }) => ({
        id,
        name: named[id]!.name,
        layout,
        path,
        parent,
        rows: tables[id]?.base ?? 0,
        columns: named[id]!.columns,
        columnsLeftOut: pathsLeftOut,
        ...(isList ? { isList } : {}),
        ...(isRecords ? { isRecords } : {}),
        ...(layout === 'map' ? { keyNode: rowNode + 1 } : {}),
        ...(named[id]!.key === undefined ? {} : { key: named[id]!.key }),
      })),
      groups: file.put([groupRecords.bytes]),
      chunks: file.put([chunkRecords.bytes]),
    }
    scratch.release()
    await file.finish(directory)
  }

  return {
    get bufferedBytes() {
      return account.bytes
    },
    append,
    flush: file.drain,
    finish,
  }
}

/** Whether the rows at some places are the ones from `first` on. */
function areNext(row: Int32Array, order: Int32Array, from: number, to: number, first: number): boolean {
  for (let i = from; i < to; i++) if (row[order[i]!] !== first + i - from) return false
  return true
}
