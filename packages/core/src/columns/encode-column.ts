import { boundNumbers } from './bound-numbers.js'
import type { ColumnAccumulator } from './column-accumulator.js'
import { boundTexts, type ColumnZone } from './column-zone.js'
import { EntryKind } from './entry-lanes.js'
import type { LaneScratch } from './lane-scratch.js'
import type { Lane } from './lanes.js'
import { toMantissas } from './scaled-numbers.js'

/** Number lanes by their number in a chunk's header. */
export const NumberLane = { none: 0, i8: 1, i16: 2, i32: 3, scaled: 4, double: 5 } as const

/** In the place of the width of codes: the code of entry i is i, and there is no lane. */
export const countedCodes = 3

/** Kind in the header when entries differ. */
export const mixedKinds = 255

const none = new Uint8Array(0)
const noEntries = new Uint16Array(0)
const kindCount = EntryKind.longEscaped + 1

/** Least and greatest length of the texts that were measured last. */
const lengthRange = new Uint16Array(2)

/** One slot for each entry of a chunk, or for each row. */
interface Slots {
  readonly length: number
  readonly positions: Uint16Array | undefined
  /** Kind of all slots, or 255. */
  readonly kind: number
  readonly kinds: Uint8Array | undefined
  readonly numbers: Float64Array | undefined
  readonly codes: Uint16Array | undefined
  /** Entries of texts by reference and of json. */
  readonly longs: Uint16Array
  readonly jsons: Uint16Array
  slotOf(entry: number): number
}

/** The lanes of a column's chunk, valid until the column or \`scratch\` changes, for the `rows` rows of a closed group, and its zone; undefined when no row has a value. */
export function encodeColumn(
  column: ColumnAccumulator,
  rows: number,
  scratch: LaneScratch,
): { lanes: readonly Lane[]; zone: ColumnZone } | undefined {
  let entries = column.count
  while (entries > 0 && column.position(entries - 1) >= rows) entries--
  if (entries === 0) return undefined
  column.settle(scratch, true)
  const counts = countKinds(column, entries)
  const texts = counts[EntryKind.text]! > 0 ? column.texts!.size : 0
  const slots = isWhole(column, entries, rows)
    ? takeLanes(column, rows)
    : fillSlots(column, entries, rows, counts, scratch)
  const { longs, jsons, numbers } = slots
  const exacts = exactsOf(column, entries, slots)
  const mantissas =
    exacts.positions.length === 0 && numbers !== undefined
      ? toMantissas(numbers, column.scale, scratch)
      : undefined
  const distinct = texts + longs.length
  const { codes } = slots
  const isCounted = codes !== undefined && isCountedUp(codes, texts)
  const codeLane =
    codes === undefined || isCounted ? undefined : distinct > 256 ? codes : narrowed(codes, scratch)
  const lengths = measureTexts(column, texts, scratch)
  const heap = texts === 0 ? none : column.texts!.heap.subarray(0, column.texts!.used)
  const header = Uint32Array.of(
    rows,
    slots.length,
    slots.kind,
    numbers === undefined ? NumberLane.none : mantissas === undefined ? NumberLane.double : laneOf(mantissas),
    mantissas === undefined ? 0 : column.scale,
    isCounted ? countedCodes : (codeLane?.BYTES_PER_ELEMENT ?? 0),
    texts,
    heap.length,
    longs.length,
    jsons.length,
    exacts.positions.length,
    exacts.heap.length,
    lengths.lane.length === 0 ? 0 : lengths.lane.BYTES_PER_ELEMENT,
    lengths.all,
  )
  const lanes = [
    header,
    slots.positions ?? none,
    slots.kinds ?? none,
    mantissas ?? numbers ?? none,
    codeLane ?? none,
    lengths.lane,
    heap,
    listed(column.numbers, longs, scratch),
    listed(column.sizes, longs, scratch),
    longs.length === 0 ? none : areEscaped(column, longs),
    listed(column.numbers, jsons, scratch),
    listed(column.sizes, jsons, scratch),
    exacts.positions,
    exacts.offsets,
    exacts.heap,
  ]
  return {
    lanes,
    zone: {
      nulls: counts[EntryKind.null]!,
      falses: counts[EntryKind.false]!,
      trues: counts[EntryKind.true]!,
      numbers: counts[EntryKind.number]!,
      texts: textCount(counts),
      jsons: jsons.length,
      exacts: exacts.positions.length,
      distinctTexts: distinct,
      ...boundNumbers(column.kinds, column.numbers, counts[EntryKind.number] === 0 ? 0 : entries),
      ...(texts > 0 && longs.length === 0
        ? { textBounds: boundTexts(heap, column.texts!.offsets, texts) }
        : {}),
    },
  }
}

/** The exact texts of a chunk's numbers, by their slots. */
interface Exacts {
  readonly positions: Uint16Array
  readonly offsets: Uint32Array
  readonly heap: Uint8Array
}

const noExacts: Exacts = { positions: noEntries, offsets: new Uint32Array(0), heap: none }

function exactsOf(column: ColumnAccumulator, entries: number, slots: Slots): Exacts {
  return column.exacts.size === 0 ? noExacts : packExacts(column, entries, slots)
}

function packExacts({ exacts }: ColumnAccumulator, entries: number, slots: Slots): Exacts {
  const list = [...exacts].filter(([entry]) => entry < entries)
  if (list.length === 0) return noExacts
  const offsets = new Uint32Array(list.length + 1)
  list.forEach(([, exact], i) => {
    offsets[i + 1] = offsets[i]! + exact.length
  })
  const heap = new Uint8Array(offsets.at(-1)!)
  list.forEach(([, exact], i) => {
    heap.set(exact, offsets[i])
  })
  return { positions: Uint16Array.from(list, ([entry]) => slots.slotOf(entry)), offsets, heap }
}

/** What the lane says of some entries. */
function listed(
  lane: Float64Array | undefined,
  entries: Uint16Array,
  scratch: LaneScratch,
): Float64Array | Uint8Array {
  if (entries.length === 0) return none
  const some = scratch.take(Float64Array, entries.length)
  for (let i = 0; i < entries.length; i++) some[i] = lane![entries[i]!]!
  return some
}

function areEscaped(column: ColumnAccumulator, entries: Uint16Array): Uint8Array {
  return Uint8Array.from(entries, (entry) => (column.kindOf(entry) === EntryKind.longEscaped ? 1 : 0))
}

/** Each row has an entry, and all are of one kind that lies in its lanes as the chunk has it. */
function isWhole(column: ColumnAccumulator, entries: number, rows: number): boolean {
  return (
    entries === rows &&
    column.positions === undefined &&
    column.kinds === undefined &&
    column.kind <= EntryKind.text
  )
}

function takeLanes({ kind, numbers, codes }: ColumnAccumulator, rows: number): Slots {
  return {
    length: rows,
    positions: undefined,
    kind,
    kinds: undefined,
    numbers: kind === EntryKind.number ? numbers!.subarray(0, rows) : undefined,
    codes: kind === EntryKind.text ? codes!.subarray(0, rows) : undefined,
    longs: noEntries,
    jsons: noEntries,
    slotOf: (entry) => entry,
  }
}

function fillSlots(
  column: ColumnAccumulator,
  entries: number,
  rows: number,
  counts: Uint32Array,
  scratch: LaneScratch,
): Slots {
  const dense = entries * 2 > rows
  const length = dense ? rows : entries
  const kinds = scratch.zeros(Uint8Array, length)
  const numbers = counts[EntryKind.number]! > 0 ? scratch.zeros(Float64Array, length) : undefined
  const codes = textCount(counts) > 0 ? scratch.zeros(Uint16Array, length) : undefined
  const longs = scratch.take(Uint16Array, textCount(counts) - counts[EntryKind.text]!)
  const jsons = scratch.take(Uint16Array, counts[EntryKind.json]!)
  const texts = counts[EntryKind.text]! > 0 ? column.texts!.size : 0
  spread(column, { length: entries, dense, kinds, numbers, codes, longs, jsons, texts })
  const alike = isAlike(kinds)
  return {
    length,
    positions: dense ? undefined : positionsOf(column, entries, scratch),
    kind: alike ? kinds[0]! : mixedKinds,
    kinds: alike ? undefined : kinds,
    numbers,
    codes,
    longs,
    jsons,
    slotOf: (entry) => (dense ? column.position(entry) : entry),
  }
}

interface Spread {
  readonly length: number
  readonly dense: boolean
  readonly kinds: Uint8Array
  readonly numbers: Float64Array | undefined
  readonly codes: Uint16Array | undefined
  readonly longs: Uint16Array
  readonly jsons: Uint16Array
  readonly texts: number
}

// Loops that are entered seldom and run long stand in functions that do nothing after them: V8 compiles such a function
// while its first loop runs, and what it has not seen by then makes it discard the code at the end of every call.

function spread(
  column: ColumnAccumulator,
  { length, dense, kinds, numbers, codes, longs, jsons, texts }: Spread,
): void {
  let longCount = 0
  let jsonCount = 0
  for (let entry = 0; entry < length; entry++) {
    const slot = dense ? column.position(entry) : entry
    const kind = column.kindOf(entry)
    kinds[slot] = kind
    if (kind === EntryKind.number) numbers![slot] = column.numbers![entry]!
    else if (kind === EntryKind.text) codes![slot] = column.codes![entry]!
    else if (kind === EntryKind.json) jsons[jsonCount++] = entry
    else if (kind > EntryKind.json) {
      kinds[slot] = EntryKind.text
      codes![slot] = texts + longCount
      longs[longCount++] = entry
    }
  }
}

function positionsOf({ positions }: ColumnAccumulator, entries: number, scratch: LaneScratch): Uint16Array {
  if (positions !== undefined) return positions.subarray(0, entries)
  const counted = scratch.take(Uint16Array, entries)
  for (let entry = 0; entry < entries; entry++) counted[entry] = entry
  return counted
}

function isAlike(kinds: Uint8Array): boolean {
  const first = kinds[0]
  for (let slot = 1; slot < kinds.length; slot++) if (kinds[slot] !== first) return false
  return true
}

function narrowed(lane: Uint16Array, scratch: LaneScratch): Uint8Array {
  const narrow = scratch.take(Uint8Array, lane.length)
  narrow.set(lane)
  return narrow
}

/** Every entry has a text of its own, as they came. */
function isCountedUp(codes: Uint16Array, texts: number): boolean {
  if (codes.length !== texts) return false
  for (let entry = 0; entry < codes.length; entry++) if (codes[entry] !== entry) return false
  return true
}

/** Lengths of a chunk's texts in the narrowest lane; none where \`all\` have one. */
function measureTexts(
  { texts }: ColumnAccumulator,
  size: number,
  scratch: LaneScratch,
): { readonly all: number; readonly lane: Uint8Array | Uint16Array } {
  if (size === 0) return { all: 0, lane: none }
  const { offsets } = texts!
  const lengths = scratch.take(Uint16Array, size)
  takeLengths(offsets, lengths, lengthRange)
  const least = lengthRange[0]!
  const most = lengthRange[1]!
  if (most === least) return { all: most, lane: none }
  return { all: 0, lane: most > 0xff ? lengths : narrowed(lengths, scratch) }
}

/** Sets the lengths, and the least and the greatest of them. */
function takeLengths(offsets: Uint32Array, lengths: Uint16Array, range: Uint16Array): void {
  let least = 0xffff
  let most = 0
  let start = offsets[0]!
  for (let code = 0; code < lengths.length; code++) {
    const end = offsets[code + 1]!
    const length = end - start
    lengths[code] = length
    least = Math.min(least, length)
    most = Math.max(most, length)
    start = end
  }
  range[0] = least
  range[1] = most
}

function countKinds(column: ColumnAccumulator, entries: number): Uint32Array {
  const counts = new Uint32Array(kindCount)
  const { kinds, kind } = column
  if (kinds === undefined) counts[kind] = entries
  else for (let entry = 0; entry < entries; entry++) counts[kinds[entry]!]!++
  return counts
}

function textCount(counts: Uint32Array): number {
  return counts[EntryKind.text]! + counts[EntryKind.longText]! + counts[EntryKind.longEscaped]!
}

function laneOf(mantissas: Lane): number {
  if (mantissas instanceof Int8Array) return NumberLane.i8
  if (mantissas instanceof Int16Array) return NumberLane.i16
  return mantissas instanceof Int32Array ? NumberLane.i32 : NumberLane.scaled
}
