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

/** A copy of integers, best where none is less than `from`, in a lane as narrow as it can be; doubles stay what they are. */
export function packIntegers(lane: Int32Array | Uint32Array | Float64Array, from: number): PackedIntegers {
  if (lane instanceof Float64Array) return { from: 0, step: 0, offsets: new Float64Array(lane) }
  const first = lane[0]!
  if (isEven(lane, first, 0)) return { from: first, step: 0 }
  if (isEven(lane, first, 1)) return { from: first, step: 1 }
  const bits = bitsOf(lane, from)
  if (bits <= 0xff) {
    const offsets = new Uint8Array(lane.length)
    if (from === 0) offsets.set(lane)
    else for (let i = 0; i < offsets.length; i++) offsets[i] = lane[i]! - from
    return { from, step: 0, offsets }
  }
  if (bits <= 0xffff) {
    const offsets = new Uint16Array(lane.length)
    if (from === 0) offsets.set(lane)
    else for (let i = 0; i < offsets.length; i++) offsets[i] = lane[i]! - from
    return { from, step: 0, offsets }
  }
  // Of 32 bits, so that it does not matter which of them are below zero.
  return { from: 0, step: 0, offsets: new Uint32Array(lane) }
}

function isEven(lane: Int32Array | Uint32Array, from: number, step: number): boolean {
  for (let i = 0; i < lane.length; i++) if (lane[i] !== from + i * step) return false
  return true
}

/** The bits that are in any of them; all where one is less than `from`. */
function bitsOf(lane: Int32Array | Uint32Array, from: number): number {
  let bits = 0
  for (let i = 0; i < lane.length; i++) bits |= lane[i]! - from
  return bits >>> 0
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
