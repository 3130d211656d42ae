const slots = 4_096
/** Length of `LeftOutKeys.lane`: a hash and a parent for each slot. */
export const leftOutSize = 2 * slots

/**
 * Keys that were lately found to have no node because their table is full, by their hash (`hashKey`) and parent. For the
 * kernel: leaving out one more of the same hash below the same parent changes nothing, so that it need not ask.
 */
export class LeftOutKeys {
  lane = new Int32Array(leftOutSize).fill(-1)
  private isEmpty = true

  add(hash: number, parent: number): void {
    const slot = 2 * (hash & (slots - 1))
    this.lane[slot] = hash
    this.lane[slot + 1] = parent
    this.isEmpty = false
  }

  clear(): void {
    if (!this.isEmpty) this.lane.fill(-1)
    this.isEmpty = true
  }
}
