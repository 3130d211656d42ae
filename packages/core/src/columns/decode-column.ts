import { countedCodes, mixedKinds, NumberLane } from './encode-column.js'
import { LaneScratch, type LaneType } from './lane-scratch.js'
import { LaneReader } from './lanes.js'
import type { Mantissas } from './scaled-numbers.js'
import { ValueKind } from './table.js'

/** The codes of entries that each have a text of their own. */
const counted = Uint16Array.from({ length: 65_536 }, (_, entry) => entry)

const noExacts = new Map<number, Uint8Array>()
const noSpans = new Map<number, SourceSpan>()
const noLongTexts: readonly SourceSpan[] = []

/** A stretch of the source: a text between its quotes, or a container. */
export interface SourceSpan {
  readonly start: number
  readonly length: number
  readonly escaped: boolean
}

export type SpansByRow = Pick<ReadonlyMap<number, SourceSpan>, 'size' | 'get' | 'keys'>

/**
 * What the lanes of a decoded chunk have a slot for: each row, or each entry, where it does not matter which rows have
 * a value. Of thousands of columns most have one in few rows.
 */
export type Slots = 'rows' | 'entries'

/** A column chunk, its lanes one slot a row, or an entry (`Slots`). References are not read yet. */
export interface DecodedColumn {
  /** Of the group, in either case. */
  readonly rows: number
  readonly kind: ValueKind | undefined
  readonly kinds: Uint8Array | undefined
  readonly mantissas: Mantissas | undefined
  readonly scale: number
  /** Raw doubles, when numbers are not scaled. */
  readonly doubles: Float64Array | undefined
  readonly codes: Uint16Array | undefined
  readonly texts: { readonly size: number; readonly offsets: Uint32Array; readonly heap: Uint8Array }
  /** Code `texts.size + i` is the i-th. */
  readonly longTexts: readonly SourceSpan[]
  /** Containers kept by reference. */
  readonly references: number
  /** By slot, as exacts are. */
  readonly jsons: SpansByRow
  readonly exacts: ReadonlyMap<number, Uint8Array>
}

/**
 * Reads the lanes of a column chunk (docs/segment-format.md); dense lanes are views over its bytes, others stand in
 * `scratch`, where it is given.
 */
export function decodeColumn(
  bytes: Uint8Array,
  scratch = new LaneScratch(0),
  slots: Slots = 'rows',
): DecodedColumn {
  scratch.reset()
  const lanes = new LaneReader(bytes)
  const header = lanes.take(Uint32Array, 14)
  const rows = header[0]!
  const entries = header[1]!
  const kind = header[2]!
  const numberLane = header[3]!
  const scale = header[4]!
  const codeBytes = header[5]!
  const texts = header[6]!
  const heapBytes = header[7]!
  const longs = header[8]!
  const jsons = header[9]!
  const exacts = header[10]!
  const exactBytes = header[11]!
  const lengthBytes = header[12]!
  const textBytes = header[13]!
  const taken = entries < rows ? lanes.take(Uint16Array, entries) : undefined
  const positions = slots === 'rows' ? taken : undefined
  const length = positions === undefined ? entries : rows
  const spread = <Lane extends Uint8Array | Uint16Array | Mantissas>(
    lane: Lane,
    fill: (lane: Lane, positions: Uint16Array, dense: Lane) => void,
  ): Lane => {
    if (positions === undefined) return lane
    const dense = scratch.zeros(lane.constructor as LaneType<Lane>, length)
    fill(lane, positions, dense)
    return dense
  }
  const alike = kind === mixedKinds ? undefined : (kind as ValueKind)
  const ownKinds = alike === undefined ? lanes.take(Uint8Array, entries) : undefined
  const kinds =
    ownKinds === undefined && positions !== undefined
      ? spread(scratch.take(Uint8Array, entries).fill(kind), spreadKinds)
      : ownKinds && spread(ownKinds, spreadKinds)
  const numbers = takeNumbers(lanes, numberLane, entries)
  const scaled = numberLane !== NumberLane.double
  const codes = codeBytes === 0 ? undefined : takeCodes(lanes, codeBytes, entries, scratch)
  const offsets = takeOffsets(lanes, texts, lengthBytes, textBytes, scratch)
  const heap = lanes.take(Uint8Array, heapBytes)
  const longTexts = longs === 0 ? noLongTexts : takeSpans(lanes, longs, true)()
  const jsonSpans = takeSpans(lanes, jsons, false)
  const exactSlots = lanes.take(Uint16Array, exacts)
  const exactOffsets = lanes.take(Uint32Array, exacts === 0 ? 0 : exacts + 1)
  const exactHeap = lanes.take(Uint8Array, exactBytes)
  const exactMap = exacts === 0 ? noExacts : new Map<number, Uint8Array>()
  for (let i = 0; i < exacts; i++) {
    const slot = exactSlots[i]!
    const row = positions === undefined ? slot : positions[slot]!
    exactMap.set(row, exactHeap.subarray(exactOffsets[i], exactOffsets[i + 1]))
  }
  return {
    rows,
    kind: kinds === undefined ? alike : undefined,
    kinds,
    mantissas: numbers !== undefined && scaled ? spread(numbers, spreadNumbers) : undefined,
    scale,
    doubles: numbers !== undefined && !scaled ? (spread(numbers, spreadNumbers) as Float64Array) : undefined,
    codes: codes === undefined ? undefined : spread(codes, spreadCodes),
    texts: { size: texts, offsets, heap },
    longTexts,
    references: jsons,
    jsons: jsons === 0 ? noSpans : new JsonPlaces(jsons, () => placeJsons(jsonSpans(), length, alike, kinds)),
    exacts: exactMap,
  }
}

/**
 * Spans that are placed when the first one is asked for: counting and filtering read none. It is no getter of what
 * `decodeColumn` returns, because V8 makes an old object of each accessor that an object has of its own, and that keeps all which the accessor sees.
 */
class JsonPlaces implements SpansByRow {
  #placed: ReadonlyMap<number, SourceSpan> | undefined

  constructor(
    readonly size: number,
    private readonly place: () => ReadonlyMap<number, SourceSpan>,
  ) {}

  get(row: number): SourceSpan | undefined {
    return this.#spans().get(row)
  }

  keys(): MapIterator<number> {
    return this.#spans().keys()
  }

  #spans(): ReadonlyMap<number, SourceSpan> {
    this.#placed ??= this.place()
    return this.#placed
  }
}

// One loop a function, where it can be of one kind of lane, and nothing behind it: see `encode-column.ts`.

function spreadKinds(lane: Uint8Array, positions: Uint16Array, dense: Uint8Array): void {
  for (let i = 0; i < lane.length; i++) dense[positions[i]!] = lane[i]!
}

function spreadCodes(lane: Uint16Array, positions: Uint16Array, dense: Uint16Array): void {
  for (let i = 0; i < lane.length; i++) dense[positions[i]!] = lane[i]!
}

function spreadNumbers(lane: Mantissas, positions: Uint16Array, dense: Mantissas): void {
  for (let i = 0; i < lane.length; i++) dense[positions[i]!] = lane[i]!
}

function takeNumbers(lanes: LaneReader, lane: number, entries: number): Mantissas | undefined {
  if (lane === NumberLane.none) return undefined
  if (lane === NumberLane.i8) return lanes.take(Int8Array, entries)
  if (lane === NumberLane.i16) return lanes.take(Int16Array, entries)
  return lane === NumberLane.i32 ? lanes.take(Int32Array, entries) : lanes.take(Float64Array, entries)
}

function takeOffsets(
  lanes: LaneReader,
  texts: number,
  lengthBytes: number,
  length: number,
  scratch: LaneScratch,
): Uint32Array {
  const offsets = scratch.take(Uint32Array, texts === 0 ? 0 : texts + 1)
  if (texts === 0) return offsets
  offsets[0] = 0
  if (lengthBytes === 0) countOffsets(offsets, length)
  else if (lengthBytes === 1) sumBytes(lanes.take(Uint8Array, texts), offsets)
  else sumLengths(lanes.take(Uint16Array, texts), offsets)
  return offsets
}

function countOffsets(offsets: Uint32Array, length: number): void {
  for (let text = 1; text < offsets.length; text++) offsets[text] = text * length
}

function sumBytes(lengths: Uint8Array, offsets: Uint32Array): void {
  let sum = 0
  for (let text = 0; text < lengths.length; text++) {
    sum += lengths[text]!
    offsets[text + 1] = sum
  }
}

function sumLengths(lengths: Uint16Array, offsets: Uint32Array): void {
  let sum = 0
  for (let text = 0; text < lengths.length; text++) {
    sum += lengths[text]!
    offsets[text + 1] = sum
  }
}

function takeCodes(lanes: LaneReader, width: number, entries: number, scratch: LaneScratch): Uint16Array {
  if (width === countedCodes) return counted.subarray(0, entries)
  if (width === 2) return lanes.take(Uint16Array, entries)
  const codes = scratch.take(Uint16Array, entries)
  codes.set(lanes.take(Uint8Array, entries))
  return codes
}

function takeSpans(lanes: LaneReader, count: number, texts: boolean): () => SourceSpan[] {
  const starts = lanes.take(Float64Array, count)
  const lengths = lanes.take(Float64Array, count)
  const escaped = texts ? lanes.take(Uint8Array, count) : undefined
  return () => Array.from(starts, (start, i) => ({ start, length: lengths[i]!, escaped: escaped?.[i] === 1 }))
}

function placeJsons(
  spans: readonly SourceSpan[],
  length: number,
  alike: ValueKind | undefined,
  kinds: Uint8Array | undefined,
): Map<number, SourceSpan> {
  const placed = new Map<number, SourceSpan>()
  if (spans.length === 0) return placed
  for (let row = 0, i = 0; row < length; row++) {
    if ((kinds === undefined ? alike : kinds[row]) === ValueKind.json) placed.set(row, spans[i++]!)
  }
  return placed
}
