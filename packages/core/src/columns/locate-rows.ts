import { decodeText } from '../json/text.js'
import { toPointer } from '../records/pointer.js'
import type { ReadSource } from './read-references.js'
import type { DecodedRows, Segment } from './segment.js'
import type { SegmentTableEntry } from './segment-directory.js'
import type { RecordLocation } from './table.js'

interface Place {
  readonly span: readonly [start: number, end: number]
  readonly parent: number
  readonly index: number
}

/** Longest distance between a map's key and its value that is read, the key included. */
const maxKeyBytes = 64 * 1024

/** JSON Pointers (RFC 6901) and spans of a table's rows, in the order asked. Each row group is read once a call. */
export function createLocator(
  segment: Segment,
  table: SegmentTableEntry,
  readSource: ReadSource | undefined,
) {
  return async (rows: readonly number[]): Promise<readonly RecordLocation[]> => {
    const places = await readPlaces(segment, table, rows)
    const pointers = await pointersOf(segment, table, places, readSource)
    return places.map(({ span }, i) => ({ pointer: pointers[i]!, span }))
  }
}

async function readPlaces(
  segment: Segment,
  table: SegmentTableEntry,
  rows: readonly number[],
): Promise<Place[]> {
  const places = new Array<Place>(rows.length)
  const order = rows.map((_, i) => i).sort((a, b) => rows[a]! - rows[b]!)
  let next = 0
  for (const group of segment.groups(table.id)) {
    const end = group.firstRow + group.rows
    if (next === order.length || rows[order[next]!]! >= end) continue
    const decoded = await segment.readRows(group)
    for (; next < order.length && rows[order[next]!]! < end; next++) {
      places[order[next]!] = placeOf(decoded, rows[order[next]!]!)
    }
  }
  if (next < order.length) throw new RangeError(`Table ${table.name} has no row ${rows[order[next]!]}.`)
  return places
}

function placeOf(decoded: DecodedRows, row: number): Place {
  const i = row - decoded.firstRow
  const start = decoded.base + decoded.starts[i]!
  return {
    span: [start, start + decoded.lengths[i]!],
    parent: decoded.parents?.[i] ?? -1,
    index: decoded.indexes?.[i] ?? row,
  }
}

async function pointersOf(
  segment: Segment,
  table: SegmentTableEntry,
  places: readonly Place[],
  readSource: ReadSource | undefined,
): Promise<string[]> {
  const above = await containersOf(segment, table, places, readSource)
  const steps = await Promise.all(places.map((place) => stepOf(table, place, readSource)))
  return places.map((_, i) => above[i]! + steps[i]!)
}

/** Pointers of the containers that hold the rows. */
async function containersOf(
  segment: Segment,
  table: SegmentTableEntry,
  places: readonly Place[],
  readSource: ReadSource | undefined,
): Promise<string[]> {
  const path = toPointer(table.path)
  const parent = segment.tables[table.parent]
  if (parent === undefined) return places.map(() => path)
  const parents = [...new Set(places.map((place) => place.parent))]
  const parentPlaces = await readPlaces(segment, parent, parents)
  const pointers = await pointersOf(segment, parent, parentPlaces, readSource)
  const pointerOf = new Map(parents.map((row, i) => [row, pointers[i]!]))
  return places.map((place) => pointerOf.get(place.parent)! + path)
}

async function stepOf(
  table: SegmentTableEntry,
  place: Place,
  readSource: ReadSource | undefined,
): Promise<string> {
  if (table.layout === 'single') return ''
  const key = table.layout === 'map' ? await keyBefore(place.span[0], readSource) : String(place.index)
  return toPointer([key])
}

/** The member name that stands before a value: the last string before it, read backwards from its colon. */
async function keyBefore(valueStart: number, readSource: ReadSource | undefined): Promise<string> {
  const from = Math.max(0, valueStart - maxKeyBytes)
  const bytes = (await readSource?.(from, valueStart)) ?? new Uint8Array(0)
  const end = bytes.lastIndexOf(0x22)
  let start = end - 1
  // A quote inside the name has a backslash before it; the one that opens the name never has.
  while (start >= 0 && (bytes[start] !== 0x22 || bytes[start - 1] === 0x5c)) start--
  if (start < 0) throw new RangeError(`The name of the member at byte ${valueStart} cannot be read.`)
  return decodeText(bytes, start + 1, end, true)
}
