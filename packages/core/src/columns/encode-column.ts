import { type ColumnAccumulator, EntryKind } from './column-accumulator.js'
import { boundTexts, type ColumnZone } from './column-zone.js'
import type { Lane } from './lanes.js'
import { toMantissas } from './scaled-numbers.js'

/** Number lanes by their number in a chunk's header. */
export const NumberLane = { none: 0, i8: 1, i16: 2, i32: 3, scaled: 4, double: 5 } as const

/** Kind in the header when entries differ. */
export const mixedKinds = 255

/** The lanes of a column's chunk, valid until the column changes, for the `rows` rows of a closed group, and its zone; undefined when no row has a value. */
export function encodeColumn(
  column: ColumnAccumulator,
  rows: number,
): { lanes: readonly Lane[]; zone: ColumnZone } | undefined {
  let entries = column.count
  while (entries > 0 && column.positions[entries - 1]! >= rows) entries--
  if (entries === 0) return undefined
  const counts = countKinds(column, entries)
  const dense = entries * 2 > rows
  const length = dense ? rows : entries
  // Where lane slot i takes its entry from; -1 is a missing row.
  const slotOf = (entry: number) => (dense ? column.positions[entry]! : entry)
  const kinds = new Uint8Array(length)
  const texts = column.texts?.size ?? 0
  const numbers = new Float64Array(counts[EntryKind.number]! > 0 ? length : 0)
  const codes = new Uint16Array(textCount(counts) > 0 ? length : 0)
  const longs: number[] = []
  const jsons: number[] = []
  for (let entry = 0; entry < entries; entry++) {
    const slot = slotOf(entry)
    const kind = column.kinds[entry]!
    kinds[slot] = kind
    if (kind === EntryKind.number) numbers[slot] = column.numbers![entry]!
    else if (kind === EntryKind.text) codes[slot] = column.codes![entry]!
    else if (kind === EntryKind.json) jsons.push(entry)
    else if (kind > EntryKind.json) {
      kinds[slot] = EntryKind.text
      codes[slot] = texts + longs.length
      longs.push(entry)
    }
  }
  const exacts = [...column.exacts].filter(([entry]) => entry < entries)
  const mantissas = exacts.length === 0 ? toMantissas(numbers, column.scale) : undefined
  const numberLane = numbers.length === 0 ? undefined : (mantissas ?? numbers)
  const distinct = texts + longs.length
  const codeLane = distinct > 256 ? codes : Uint8Array.from(codes)
  const alike = kinds.every((kind) => kind === kinds[0])
  const offsets = texts === 0 ? new Uint32Array(0) : column.texts!.offsets.subarray(0, texts + 1)
  const heap = texts === 0 ? new Uint8Array(0) : column.texts!.heap.subarray(0, column.texts!.used)
  const exactOffsets = new Uint32Array(exacts.length === 0 ? 0 : exacts.length + 1)
  exacts.forEach(([, exact], i) => {
    exactOffsets[i + 1] = exactOffsets[i]! + exact.length
  })
  const exactHeap = new Uint8Array(exactOffsets.at(-1) ?? 0)
  exacts.forEach(([, exact], i) => {
    exactHeap.set(exact, exactOffsets[i])
  })
  const header = Uint32Array.of(
    rows,
    length,
    alike ? kinds[0]! : mixedKinds,
    numberLane === undefined
      ? NumberLane.none
      : mantissas === undefined
        ? NumberLane.double
        : laneOf(mantissas),
    mantissas === undefined ? 0 : column.scale,
    codes.length === 0 ? 0 : codeLane.BYTES_PER_ELEMENT,
    texts,
    heap.length,
    longs.length,
    jsons.length,
    exacts.length,
    exactHeap.length,
  )
  const references = (list: number[]): Lane[] => [
    Float64Array.from(list, (entry) => column.numbers![entry]!),
    Float64Array.from(list, (entry) => column.sizes![entry]!),
  ]
  const lanes = [
    header,
    dense ? new Uint16Array(0) : column.positions.subarray(0, entries),
    alike ? new Uint8Array(0) : kinds,
    numberLane ?? new Uint8Array(0),
    codeLane,
    offsets,
    heap,
    ...references(longs),
    Uint8Array.from(longs, (entry) => (column.kinds[entry] === EntryKind.longEscaped ? 1 : 0)),
    ...references(jsons),
    Uint16Array.from(exacts, ([entry]) => slotOf(entry)),
    exactOffsets,
    exactHeap,
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
      exacts: exacts.length,
      distinctTexts: distinct,
      ...boundNumbers(column, entries),
      ...(texts > 0 && longs.length === 0 ? { textBounds: boundTexts(heap, offsets, texts) } : {}),
    },
  }
}

function countKinds(column: ColumnAccumulator, entries: number): Uint32Array {
  const counts = new Uint32Array(EntryKind.longEscaped + 1)
  for (let entry = 0; entry < entries; entry++) counts[column.kinds[entry]!]!++
  return counts
}

function textCount(counts: Uint32Array): number {
  return counts[EntryKind.text]! + counts[EntryKind.longText]! + counts[EntryKind.longEscaped]!
}

function boundNumbers(column: ColumnAccumulator, entries: number) {
  let minNumber = Number.POSITIVE_INFINITY
  let maxNumber = Number.NEGATIVE_INFINITY
  for (let entry = 0; entry < entries; entry++) {
    if (column.kinds[entry] !== EntryKind.number) continue
    const value = column.numbers![entry]!
    if (value < minNumber) minNumber = value
    if (value > maxNumber) maxNumber = value
  }
  return { minNumber, maxNumber }
}

function laneOf(mantissas: Lane): number {
  if (mantissas instanceof Int8Array) return NumberLane.i8
  if (mantissas instanceof Int16Array) return NumberLane.i16
  return mantissas instanceof Int32Array ? NumberLane.i32 : NumberLane.scaled
}
