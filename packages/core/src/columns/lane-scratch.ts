import { aligned, type Lane } from './lanes.js'

const minBytes = 64 * 1024

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
  #buffer = new ArrayBuffer(0)
  #used = 0
  readonly #least: number

  /** `least`: bytes taken from the system at once; 0 where the lanes will be kept, and share no memory. */
  constructor(least = minBytes) {
    this.#least = least
  }

  /** Lanes that were taken before are void. */
  reset(): void {
    this.#used = 0
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
    if (this.#used + bytes > this.#buffer.byteLength) {
      // Lanes taken since the last reset stay where they are.
      this.#buffer = new ArrayBuffer(
        this.#least === 0 ? bytes : Math.max(this.#least, 2 * this.#buffer.byteLength, 2 * bytes),
      )
      this.#used = 0
    }
    const lane = new type(this.#buffer, this.#used, length)
    this.#used += bytes
    return lane
  }
}
