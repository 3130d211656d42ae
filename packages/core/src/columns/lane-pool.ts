import type { LaneType } from './lane-scratch.js'
import type { Lane } from './lanes.js'

/** Smaller lanes are left to the garbage collector: together they are little. */
const minBytes = 1024
/** What lanes begin and end at. */
const grain = 256
/** Of a slab: pages of it that no lane has touched take no memory. */
const usualSlabBytes = 8 * 1024 * 1024

/** Free stretches of a buffer, in order: from `starts[i]` to before `ends[i]`. */
interface Slab {
  readonly buffer: ArrayBuffer
  readonly starts: number[]
  readonly ends: number[]
}

/**
 * Memory of lanes that grow and end while an ingest runs, taken from the system in slabs. An array buffer that nobody
 * holds any more is memory until the old generation is collected, which is after tens of megabytes of them, and the
 * allocator keeps it even then; what was given back here is the next lane.
 */
export class LanePool {
  readonly #slabs: Slab[] = []
  readonly #slabBytes: number

  /** `slabBytes`: 0 where all lanes are left to the garbage collector. */
  constructor(slabBytes = usualSlabBytes) {
    this.#slabBytes = slabBytes
  }

  /** A lane with any content. */
  take<Made extends Lane>(type: LaneType<Made>, length: number): Made {
    const bytes = length * type.BYTES_PER_ELEMENT
    // With a buffer, however small: V8 would keep it among its objects otherwise, and count it as what survives.
    if (bytes < minBytes || this.#slabBytes === 0) return new type(new ArrayBuffer(bytes), 0, length)
    const wanted = toGrain(bytes)
    for (const slab of this.#slabs) {
      const at = placeIn(slab, wanted)
      if (at >= 0) return new type(slab.buffer, at, length)
    }
    const slab = {
      buffer: new ArrayBuffer(Math.max(this.#slabBytes, wanted)),
      starts: [wanted],
      ends: [Math.max(this.#slabBytes, wanted)],
    }
    this.#slabs.push(slab)
    return new type(slab.buffer, 0, length)
  }

  /** A lane of zeros. */
  zeros<Made extends Lane>(type: LaneType<Made>, length: number): Made {
    const lane = this.take(type, length)
    lane.fill(0)
    return lane
  }

  /** A larger lane that begins with the first `used` of this one, which is given back; where there is room behind it, in its place. */
  grow<Made extends Lane>(lane: Made, used: number, length: number): Made {
    const slab = this.#slabOf(lane)
    const { byteOffset, byteLength, BYTES_PER_ELEMENT } = lane
    const end = byteOffset + toGrain(byteLength)
    if (slab !== undefined && extend(slab, end, byteOffset + toGrain(length * BYTES_PER_ELEMENT)))
      return new (lane.constructor as LaneType<Made>)(slab.buffer, byteOffset, length)
    const larger = this.take(lane.constructor as LaneType<Made>, length)
    larger.set(used === lane.length ? lane : lane.subarray(0, used))
    this.give(lane)
    return larger
  }

  /** Takes back a lane that nobody uses any more, as `take` made it. */
  give(lane: Lane): void {
    const { byteOffset, byteLength } = lane
    const slab = this.#slabOf(lane)
    if (slab !== undefined) free(slab, byteOffset, byteOffset + toGrain(byteLength))
  }

  /** Takes all lanes back: whoever had them has ended. */
  clear(): void {
    for (const { buffer, starts, ends } of this.#slabs) {
      starts.splice(0, starts.length, 0)
      ends.splice(0, ends.length, buffer.byteLength)
    }
  }

  #slabOf({ buffer }: Lane): Slab | undefined {
    return this.#slabs.find((slab) => slab.buffer === buffer)
  }
}

function toGrain(bytes: number): number {
  return Math.ceil(bytes / grain) * grain
}

/** The first place with room; -1 for none. */
function placeIn({ starts, ends }: Slab, bytes: number): number {
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i]!
    if (ends[i]! - start < bytes) continue
    takeFirst(starts, ends, i, bytes)
    return start
  }
  return -1
}

/** Takes a stretch that begins at `from`, where one that is free does; false when it is none, or too short. */
function extend({ starts, ends }: Slab, from: number, to: number): boolean {
  const i = starts.indexOf(from)
  if (i < 0 || ends[i]! < to) return false
  takeFirst(starts, ends, i, to - from)
  return true
}

function takeFirst(starts: number[], ends: number[], i: number, bytes: number): void {
  starts[i] = starts[i]! + bytes
  if (starts[i] !== ends[i]) return
  starts.splice(i, 1)
  ends.splice(i, 1)
}

/** Joins a stretch with the free ones beside it. */
function free({ starts, ends }: Slab, from: number, to: number): void {
  let next = 0
  while (next < starts.length && starts[next]! < from) next++
  const joinsBefore = next > 0 && ends[next - 1] === from
  const joinsAfter = starts[next] === to
  if (joinsBefore && joinsAfter) {
    starts.splice(next, 1)
    ends.splice(next - 1, 1)
  } else if (joinsBefore) ends[next - 1] = to
  else if (joinsAfter) starts[next] = from
  else {
    starts.splice(next, 0, from)
    ends.splice(next, 0, to)
  }
}
