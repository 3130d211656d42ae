import type { LaneScratch, LaneType } from './lane-scratch.js'

/** Integers that others are close to: value i is `from + i * step`, plus `offsets[i]` where they are there. */
export interface PackedIntegers {
  readonly from: number
  readonly step: 0 | 1
  readonly offsets?:
    | Uint8Array<ArrayBuffer>
    | Uint16Array<ArrayBuffer>
    | Uint32Array<ArrayBuffer>
    | Float64Array<ArrayBuffer>
}

/** A copy in lanes as narrow as they can be; doubles stay what they are. */
export function packIntegers(lane: Int32Array | Uint32Array | Float64Array): PackedIntegers {
  if (lane instanceof Float64Array) return { from: 0, step: 0, offsets: new Float64Array(lane) }
  const from = lane[0]!
  if (isEven(lane, from, 0)) return { from, step: 0 }
  if (isEven(lane, from, 1)) return { from, step: 1 }
  let least = from
  let most = from
  for (let i = 0; i < lane.length; i++) {
    const value = lane[i]!
    if (value < least) least = value
    if (value > most) most = value
  }
  const range = most - least
  const offsets =
    range <= 0xff
      ? new Uint8Array(lane.length)
      : range <= 0xffff
        ? new Uint16Array(lane.length)
        : new Uint32Array(lane.length)
  for (let i = 0; i < lane.length; i++) offsets[i] = lane[i]! - least
  return { from: least, step: 0, offsets }
}

function isEven(lane: Int32Array | Uint32Array, from: number, step: number): boolean {
  for (let i = 0; i < lane.length; i++) if (lane[i] !== from + i * step) return false
  return true
}

/** The first `count` integers, each with `shift` added, in a lane of `scratch`. */
export function unpackIntegers<Made extends Int32Array | Uint32Array | Float64Array>(
  { from, step, offsets }: PackedIntegers,
  count: number,
  shift: number,
  type: LaneType<Made>,
  scratch: LaneScratch,
): Made {
  const lane = scratch.take(type, count)
  const first = from + shift
  if (offsets === undefined) for (let i = 0; i < count; i++) lane[i] = first + i * step
  else {
    lane.set(offsets)
    if (first !== 0) for (let i = 0; i < count; i++) lane[i]! += first
  }
  return lane
}
