import { LanePool } from './lane-pool.js'
import type { Lane } from './lanes.js'

/** A pool that knows which of its lanes are not back, for tests. */
export class CountedPool extends LanePool {
  readonly out = new Set<string>()
  readonly #buffers: ArrayBufferLike[] = []

  override take: LanePool['take'] = (type, length) => {
    const lane = super.take(type, length)
    if (lane.byteLength >= 1024) this.out.add(this.#name(lane))
    return lane
  }

  override grow: LanePool['grow'] = (lane, used, length) => {
    this.out.delete(this.#name(lane))
    const larger = super.grow(lane, used, length)
    if (larger.byteLength >= 1024) this.out.add(this.#name(larger))
    return larger
  }

  override give: LanePool['give'] = (lane) => {
    this.out.delete(this.#name(lane))
    super.give(lane)
  }

  #name({ buffer, byteOffset }: Lane): string {
    if (!this.#buffers.includes(buffer)) this.#buffers.push(buffer)
    return `${this.#buffers.indexOf(buffer)} ${byteOffset}`
  }
}
