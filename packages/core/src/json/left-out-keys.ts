const sets = 4_096
/** Length of `LeftOutKeys.lane`: sets of two keys, each a hash and a parent. */
export const leftOutSize = 4 * sets

/**
 * Keys that were lately found to have no node because their table is full, by their hash (`hashKey`) and parent. For the
 * kernel: leaving out one more of the same hash below the same parent changes nothing, so that it need not ask.
 */
export class LeftOutKeys {
  lane = new Int32Array(leftOutSize).fill(-1)
  private isEmpty = true

  add(hash: number, parent: number): void {
    const set = 4 * (hash & (sets - 1))
    const isTaken = this.lane[set + 1] !== -1 && (this.lane[set] !== hash || this.lane[set + 1] !== parent)
    const slot = isTaken ? set + 2 : set
    this.lane[slot] = hash
    this.lane[slot + 1] = parent
    this.isEmpty = false
  }

  clear(): void {
    if (!this.isEmpty) this.lane.fill(-1)
    this.isEmpty = true
  }
}
