import { toDoubles } from '../columns/scaled-numbers.js'
import { Unread, ValueKind, type Vector } from '../columns/table.js'

/** The vector's values at `rows`, in that order; at -1 there is no value, because there is no partner. Texts keep their codes. */
export function takeRows(vector: Vector, rows: Int32Array): Vector {
  const hasAbsent = rows.includes(-1)
  const { scaled } = vector
  const numbers = scaled === undefined ? vector.numbers : undefined
  const mantissa = scaled && takeLane(scaled.mantissa, rows, hasAbsent)
  const unread = takeUnread(vector, rows, hasAbsent)
  const kinds = takeKinds(vector, rows, hasAbsent)
  let doubles = numbers && takeLane(numbers, rows, hasAbsent)
  return {
    length: rows.length,
    ...(kinds === undefined ? { kind: vector.kind! } : { kinds }),
    ...(mantissa === undefined ? {} : { scaled: { mantissa, scale: scaled!.scale } }),
    get numbers() {
      if (doubles === undefined && mantissa !== undefined) doubles = toDoubles(mantissa, scaled!.scale)
      return doubles
    },
    ...(vector.exact === undefined ? {} : { exact: takeEntries(vector.exact, rows) }),
    ...(vector.json === undefined ? {} : { json: takeEntries(vector.json, rows) }),
    ...(vector.codes === undefined
      ? {}
      : { codes: takeLane(vector.codes, rows, hasAbsent), dictionary: vector.dictionary! }),
    ...(unread === undefined ? {} : { unread }),
  }
}

/** Views of the vector's first rows; undefined for one that keeps entries of its own for some rows. */
export function firstRows(vector: Vector, length: number): Vector | undefined {
  const { scaled, codes, kinds, unread } = vector
  if (vector.exact !== undefined || vector.json !== undefined) return undefined
  let numbers: Vector['numbers']
  return {
    length,
    ...(kinds === undefined ? { kind: vector.kind! } : { kinds: kinds.subarray(0, length) }),
    ...(scaled === undefined
      ? {}
      : { scaled: { mantissa: scaled.mantissa.subarray(0, length), scale: scaled.scale } }),
    get numbers() {
      numbers ??= vector.numbers?.subarray(0, length)
      return numbers
    },
    ...(codes === undefined ? {} : { codes: codes.subarray(0, length), dictionary: vector.dictionary! }),
    ...(unread === undefined ? {} : { unread: unread.subarray(0, length) }),
  }
}

/** What stands behind a row of -1 is left as zero. */
function takeLane<Lane extends Uint8Array | Uint16Array | Int8Array | Int16Array | Int32Array | Float64Array>(
  lane: Lane,
  rows: Int32Array,
  hasAbsent: boolean,
): Lane {
  const taken = new (lane.constructor as new (length: number) => Lane)(rows.length)
  if (hasAbsent) for (let k = 0; k < rows.length; k++) taken[k] = lane[rows[k]!] ?? 0
  else for (let k = 0; k < rows.length; k++) taken[k] = lane[rows[k]!]!
  return taken
}

function takeKinds(vector: Vector, rows: Int32Array, hasAbsent: boolean): Uint8Array | undefined {
  if (vector.kinds === undefined && !hasAbsent) return undefined
  const kinds = new Uint8Array(rows.length)
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!
    kinds[k] = row < 0 ? ValueKind.null : (vector.kinds?.[row] ?? vector.kind ?? ValueKind.missing)
  }
  return kinds
}

function takeUnread(vector: Vector, rows: Int32Array, hasAbsent: boolean): Uint8Array | undefined {
  if (vector.unread === undefined && !hasAbsent) return undefined
  const unread = new Uint8Array(rows.length)
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!
    unread[k] = row < 0 ? Unread.noPartner : (vector.unread?.[row] ?? Unread.none)
  }
  return unread
}

function takeEntries(entries: ReadonlyMap<number, string>, rows: Int32Array): Map<number, string> {
  const taken = new Map<number, string>()
  for (let k = 0; k < rows.length; k++) {
    const entry = entries.get(rows[k]!)
    if (entry !== undefined) taken.set(k, entry)
  }
  return taken
}
