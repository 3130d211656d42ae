import { LanePool } from './lane-pool.js'
import { aligned, type Lane } from './lanes.js'

const minBytes = 64 * 1024
const collected = new LanePool(0)

/** A lane's constructor. */
export type LaneType<Made extends Lane> = {
  new (buffer: ArrayBuffer, offset: number, length: number): Made
  BYTES_PER_ELEMENT: number
}

/**
 * Memory for lanes that are needed for one chunk only: the next chunk's stand in the same place. What is built for each
 * chunk anew would be garbage of many megabytes before it is collected.
 */
export class LaneScratch {
  #room = new Uint8Array(0)
  #used = 0
  /** Lanes that were taken since the last reset may stand in them. */
  #outgrown: Uint8Array[] = []
  readonly #least: number
  readonly #pool: LanePool

  /** `least`: bytes taken at once; 0 where the lanes will be kept, and share no memory. */
  constructor(least = minBytes, pool = collected) {
    this.#least = least
    this.#pool = pool
  }

  /** Lanes that were taken before are void. */
  reset(): void {
    this.#used = 0
    for (const room of this.#outgrown.splice(0)) this.#pool.give(room)
  }

  /** Gives its memory back; lanes that were taken before are void. */
  release(): void {
    this.reset()
    this.#pool.give(this.#room)
    this.#room = new Uint8Array(0)
  }

  /** A lane of zeros. */
  zeros<Made extends Lane>(type: LaneType<Made>, length: number): Made {
    const lane = this.take(type, length)
    lane.fill(0)
    return lane
  }

  /** A lane with any content. */
  take<Made extends Lane>(type: LaneType<Made>, length: number): Made {
    const bytes = aligned(length * type.BYTES_PER_ELEMENT)
    if (this.#used + bytes > this.#room.length) this.#grow(bytes)
    const { buffer, byteOffset } = this.#room
    const lane = new type(buffer, byteOffset + this.#used, length)
    this.#used += bytes
    return lane
  }

  #grow(bytes: number): void {
    const keeps = this.#least === 0
    if (!keeps && this.#room.length > 0) this.#outgrown.push(this.#room)
    this.#room = this.#pool.take(
      Uint8Array,
      keeps ? bytes : Math.max(this.#least, 2 * this.#room.length, 2 * bytes),
    )
    this.#used = 0
  }
}
