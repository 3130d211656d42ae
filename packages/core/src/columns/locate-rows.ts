import { decodeText, decodeWtf8 } from '../json/text.js'
import { toPointer } from '../records/pointer.js'
import type { GroupRecord } from './chunk-records.js'
import type { ReadSource } from './read-references.js'
import type { DecodedRows, Segment, TableEntry } from './segment.js'
import type { RecordLocation } from './table.js'

interface Place {
  readonly span: readonly [start: number, end: number]
  readonly parent: number
  /** Its position in its array, or its name in its map. */
  readonly step: string
  /** Of its container, from the parent's row. */
  readonly path: readonly string[]
}

/** JSON Pointers (RFC 6901) and spans of a table's rows, in the order asked. Each row group is read once a call. */
export function createLocator(segment: Segment, table: TableEntry, readSource: ReadSource | undefined) {
  return async (rows: readonly number[]): Promise<readonly RecordLocation[]> => {
    const places = await readPlaces(segment, table, rows, readSource)
    const pointers = await pointersOf(segment, table, places, readSource)
    return places.map(({ span }, i) => ({ pointer: pointers[i]!, span }))
  }
}

async function readPlaces(
  segment: Segment,
  table: TableEntry,
  rows: readonly number[],
  readSource: ReadSource | undefined,
): Promise<Place[]> {
  const places = new Array<Place>(rows.length)
  const order = rows.map((_, i) => i).sort((a, b) => rows[a]! - rows[b]!)
  let next = 0
  for (const group of segment.groups(table.id)) {
    const end = group.firstRow + group.rows
    if (next === order.length || rows[order[next]!]! >= end) continue
    const decoded = await segment.readRows(group)
    const names = await readNames(segment, table, group, readSource)
    for (; next < order.length && rows[order[next]!]! < end; next++) {
      const row = rows[order[next]!]!
      const name = await names?.(row - group.firstRow)
      places[order[next]!] = placeOf(table, decoded, row, name)
    }
  }
  if (next < order.length) throw new RangeError(`Table ${table.name} has no row ${rows[order[next]!]}.`)
  return places
}

/** Names of a map's entries, from the column that holds them. */
async function readNames(
  segment: Segment,
  { keyNode }: TableEntry,
  group: GroupRecord,
  readSource: ReadSource | undefined,
): Promise<((row: number) => Promise<string>) | undefined> {
  const chunk = keyNode === undefined ? undefined : segment.chunk(keyNode, group.group)
  if (chunk === undefined) return undefined
  const column = await segment.readColumn(chunk)
  const { size, heap, offsets } = column.texts
  return async (row) => {
    const code = column.codes![row]!
    if (code < size) return decodeWtf8(heap, offsets[code]!, offsets[code + 1]!)
    const { start, length, escaped } = column.longTexts[code - size]!
    const bytes = await readSource?.(start, start + length)
    // A name that cannot be read any more still has its place: the pointer shows that it is cut short.
    return bytes === undefined ? '…' : decodeText(bytes, 0, bytes.length, escaped)
  }
}

function placeOf(table: TableEntry, decoded: DecodedRows, row: number, name: string | undefined): Place {
  const i = row - decoded.firstRow
  const start = decoded.base + decoded.starts[i]!
  return {
    span: [start, start + decoded.lengths[i]!],
    parent: decoded.parents?.[i] ?? -1,
    step: name ?? String(decoded.indexes?.[i] ?? row),
    path: table.pieces?.findLast(({ firstRow }) => firstRow <= row)?.path ?? table.path,
  }
}

async function pointersOf(
  segment: Segment,
  table: TableEntry,
  places: readonly Place[],
  readSource: ReadSource | undefined,
): Promise<string[]> {
  const above = await containersOf(segment, table, places, readSource)
  if (table.layout === 'single') return above
  return places.map(({ step }, i) => above[i]! + toPointer([step]))
}

/** Pointers of the containers that hold the rows. */
async function containersOf(
  segment: Segment,
  table: TableEntry,
  places: readonly Place[],
  readSource: ReadSource | undefined,
): Promise<string[]> {
  const parent = segment.tables[table.parent]
  if (parent === undefined) return places.map(({ path }) => toPointer(path))
  const parents = [...new Set(places.map((place) => place.parent))]
  const parentPlaces = await readPlaces(segment, parent, parents, readSource)
  const pointers = await pointersOf(segment, parent, parentPlaces, readSource)
  const pointerOf = new Map(parents.map((row, i) => [row, pointers[i]!]))
  return places.map((place) => pointerOf.get(place.parent)! + toPointer(place.path))
}
