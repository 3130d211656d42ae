/** Two ids in one double: the first below 2^32, the second below 2^21. */
export const maxPairedIds = 2 ** 21
/** Largest table of all pairs, in entries of 4 bytes. */
const maxTableEntries = 2 ** 22

/**
 * Numbers different pairs of ids from 0 in order of first appearance. Few ids on both sides are looked up in a
 * table of all pairs; beyond that, in a map.
 */
export class PairIds {
  /** Of each pair by its id. */
  readonly left: number[] = []
  readonly right: number[] = []
  #leftSize = 16
  #rightSize = 16
  #table: Int32Array | undefined = new Int32Array(256).fill(-1)
  readonly #map = new Map<number, number>()

  idOf(left: number, right: number): number {
    if (this.#table !== undefined && left < this.#leftSize && right < this.#rightSize) {
      const id = this.#table[left * this.#rightSize + right]!
      if (id >= 0) return id
    } else if (this.#table === undefined) {
      const id = this.#map.get(left * maxPairedIds + right)
      if (id !== undefined) return id
    } else {
      this.#widen(left, right)
    }
    const id = this.left.length
    this.left.push(left)
    this.right.push(right)
    this.#set(id)
    return id
  }

  /** The id of a pair, or -1. */
  find(left: number, right: number): number {
    if (this.#table === undefined) return this.#map.get(left * maxPairedIds + right) ?? -1
    const isInside = left < this.#leftSize && right < this.#rightSize
    return isInside ? this.#table[left * this.#rightSize + right]! : -1
  }

  #set(id: number): void {
    const [left, right] = [this.left[id]!, this.right[id]!]
    if (this.#table === undefined) this.#map.set(left * maxPairedIds + right, id)
    else this.#table[left * this.#rightSize + right] = id
  }

  #widen(left: number, right: number): void {
    while (this.#leftSize <= left) this.#leftSize *= 2
    while (this.#rightSize <= right) this.#rightSize *= 2
    const entries = this.#leftSize * this.#rightSize
    this.#table = entries <= maxTableEntries ? new Int32Array(entries).fill(-1) : undefined
    for (let id = 0; id < this.left.length; id++) this.#set(id)
  }
}
