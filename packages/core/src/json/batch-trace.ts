import { type ColumnBatch, Kind } from './column-batch.js'
import { createPortableScanner, createScanner } from './create-scanner.js'
import { type Learned, nothingLearned } from './learned.js'
import { defaultScanLimits } from './limits.js'
import { type JsonFormat, type ScanLimits, type Scanner, ScanRestart, type ScanSummary } from './scanner.js'
import type { Shape, ShapeNode } from './shape.js'
import { decodeText } from './text.js'

/** One entry of the tape as plain data, for tests. `value` of `json` is its span in the source. */
interface TracedValue {
  readonly node: number
  readonly row: number
  readonly kind: Kind
  readonly value: number | string | boolean | null | readonly [start: number, end: number]
  /** `number`: decimal places. */
  readonly decimals?: number
}

interface TracedRow {
  readonly table: number
  readonly row: number
  readonly parent: number
  readonly index: number
  readonly start: number
  readonly end: number
}

/** Everything a scan gives, as plain data; for tests only. */
export interface Trace {
  readonly shape: Shape
  readonly values: readonly TracedValue[]
  readonly rows: readonly TracedRow[]
  readonly summary: ScanSummary
}

export interface TraceOptions {
  readonly format?: JsonFormat
  readonly onBadLine?: 'fail' | 'skip'
  readonly limits?: Partial<ScanLimits>
  readonly learned?: Learned
  readonly learnUntil?: number
  /** `kernel`, if not given. */
  readonly reader?: Scanner['reader']
}

/** What the pipeline learns of the bytes before it keeps a scan: all restarts that are asked for. */
export function learnBytes(bytes: Uint8Array, options: TraceOptions = {}): Learned {
  let learned = options.learned ?? nothingLearned
  for (;;) {
    try {
      traceScan([bytes], { ...options, learned, learnUntil: Number.POSITIVE_INFINITY })
      return learned
    } catch (problem) {
      if (!(problem instanceof ScanRestart)) throw problem
      learned = problem.options.learned ?? learned
    }
  }
}

/** Scans the pieces, `next` between two documents, and keeps all that the batches held. */
export function traceScan(pieces: Iterable<Uint8Array | 'next'>, options: TraceOptions = {}): Trace {
  const values: TracedValue[] = []
  const rows: TracedRow[] = []
  const create = options.reader === 'portable' ? createPortableScanner : createScanner
  const scanner = create({
    format: options.format ?? 'json',
    onBadLine: options.onBadLine ?? 'fail',
    limits: { ...defaultScanLimits, ...options.limits },
    ...(options.learned === undefined ? {} : { learned: options.learned }),
    ...(options.learnUntil === undefined ? {} : { learnUntil: options.learnUntil }),
    onBatch: (batch) => {
      for (let at = 0; at < batch.length; at++) values.push(traceValue(batch, at))
      const lanes = batch.rows
      for (let at = 0; at < lanes.length; at++) {
        rows.push({
          table: lanes.table[at]!,
          row: lanes.row[at]!,
          parent: lanes.parent[at]!,
          index: lanes.index[at]!,
          start: lanes.start[at]!,
          end: lanes.end[at]!,
        })
      }
    },
  })
  for (const piece of pieces) {
    if (piece !== 'next') scanner.push(piece)
    else {
      scanner.endDocument()
      scanner.beginDocument()
    }
  }
  const summary = scanner.end()
  return { summary, shape: { nodes: scanner.shape.nodes, tables: scanner.shape.tables }, values, rows }
}

function traceValue(batch: ColumnBatch, at: number): TracedValue {
  const kind = batch.kind[at]! as Kind
  const entry = { node: batch.node[at]!, row: batch.row[at]!, kind }
  const start = batch.start[at]!
  const end = start + batch.size[at]!
  switch (kind) {
    case Kind.number:
      return { ...entry, value: batch.value[at]!, decimals: start }
    case Kind.exact:
    case Kind.text:
    case Kind.escaped:
      return { ...entry, value: decodeText(batch.bytes, start, end, kind === Kind.escaped) }
    case Kind.json:
      return { ...entry, value: [batch.value[at]!, batch.value[at]! + batch.size[at]!] }
    default:
      return { ...entry, value: kind === Kind.null ? null : kind === Kind.true }
  }
}

/**
 * The document again, put together from a trace: what `JSON.parse` gives, but for empty arrays and maps at paths that
 * are tables, which leave nothing. Members are own properties whatever their names. `jsonl`: the array of lines.
 */
export function rebuildDocument(trace: Trace, source: Uint8Array): unknown {
  const { nodes, tables } = trace.shape
  const records = tables.map(() => new Map<number, { value: unknown }>())
  const names = tables.map(() => new Map<number, string>())
  const record = (table: number, row: number) => {
    const known = records[table]!.get(row) ?? { value: {} }
    records[table]!.set(row, known)
    return known
  }
  /** Arrays that are made of rows; others are there already, as a value by reference. */
  const ofRows = new WeakSet<object>()
  for (const entry of trace.values) {
    const node = nodes[entry.node]!
    if (node.step.kind === 'key') {
      names[node.table]!.set(entry.row, String(entry.value))
      continue
    }
    const { holder, key } = slot(record(node.table, entry.row), pathBelowRow(nodes, node))
    if (entry.kind === Kind.retract) Reflect.deleteProperty(holder, key)
    else put(holder, key, toValue(entry, source))
  }
  const root: unknown[] = []
  const rootMap: object = {}
  for (const { table, row, parent } of trace.rows) {
    const { value } = record(table, row)
    const { parent: parentTable, rowNode, layout, isList } = tables[table]!
    if (isList) continue
    if (layout === 'map') {
      const container = parentTable < 0 ? { value: rootMap } : record(parentTable, parent)
      const path = parentTable < 0 ? [] : pathBelowRow(nodes, nodes[nodes[rowNode]!.parent]!)
      // A member that is not there: what is made is the object that the member would be put into.
      const { holder } = slot(container, [...path, ''])
      put(holder, names[table]!.get(row)!, value)
    } else if (parentTable < 0) root.push(value)
    else {
      const path = pathBelowRow(nodes, nodes[nodes[rowNode]!.parent]!)
      const { holder, key } = slot(record(parentTable, parent), path)
      if (!Array.isArray(ownValue(holder, key))) put(holder, key, [])
      const list = ownValue(holder, key)
      if (!Array.isArray(list)) continue
      if (list.length === 0) ofRows.add(list)
      if (ofRows.has(list)) list.push(value)
    }
  }
  if (tables[0]!.layout === 'map') return rootMap
  return tables[0]!.layout === 'single' ? root[0] : root
}

function toValue(entry: TracedValue, source: Uint8Array): unknown {
  if (entry.kind === Kind.exact) return Number(entry.value)
  if (entry.kind !== Kind.json || !Array.isArray(entry.value)) return entry.value
  const [start, end] = entry.value
  return JSON.parse(
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source.subarray(start, end)),
  )
}

function pathBelowRow(nodes: readonly ShapeNode[], node: ShapeNode): string[] {
  const path: string[] = []
  for (let at = node; at.step.kind === 'member'; at = nodes[at.parent]!) path.unshift(at.step.key)
  return path
}

function slot(record: { value: unknown }, path: readonly string[]): { holder: object; key: string } {
  let holder: object = record
  let key = 'value'
  for (const name of path) {
    const inner = ownValue(holder, key)
    if (typeof inner === 'object' && inner !== null) holder = inner
    else {
      const made = {}
      put(holder, key, made)
      holder = made
    }
    key = name
  }
  return { holder, key }
}

function ownValue(holder: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(holder, key)?.value
}

function put(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })
}
