/** Where a text with this hash may stand. */
export interface HashEntry {
  readonly hash: number
  readonly column: number
  readonly group: number
  readonly code: number
}

const indexFactor = 2 ** 21

/** Keeps the entries of the smallest hashes, at most `maxEntries` (below 2^21); the rest is for another pass from `refusedFrom` on. */
export class HashCollector {
  /** First hash that was refused; undefined while none was. */
  refusedFrom: number | undefined
  #size = 0
  readonly #hashes: Uint32Array
  readonly #columns: Uint32Array
  readonly #groups: Uint32Array
  readonly #codes: Uint16Array

  constructor(
    private readonly from: number,
    private readonly maxEntries: number,
  ) {
    this.#hashes = new Uint32Array(maxEntries)
    this.#columns = new Uint32Array(maxEntries)
    this.#groups = new Uint32Array(maxEntries)
    this.#codes = new Uint16Array(maxEntries)
  }

  add(hash: number, column: number, group: number, code: number): void {
    if (hash < this.from || (this.refusedFrom !== undefined && hash >= this.refusedFrom)) return
    if (this.#size === this.maxEntries) {
      this.#dropUpperHalf()
      this.add(hash, column, group, code)
      return
    }
    this.#put(this.#size++, hash, column, group, code)
  }

  *sorted(): Generator<HashEntry> {
    for (const key of this.#order()) {
      const i = key % indexFactor
      yield {
        hash: this.#hashes[i]!,
        column: this.#columns[i]!,
        group: this.#groups[i]!,
        code: this.#codes[i]!,
      }
    }
  }

  #order(): Float64Array {
    // Not Float64Array.from: it builds an ordinary array of boxed doubles first, five times the size.
    const order = new Float64Array(this.#size)
    for (let i = 0; i < order.length; i++) order[i] = this.#hashes[i]! * indexFactor + i
    return order.sort()
  }

  #dropUpperHalf(): void {
    const order = this.#order()
    const hashAt = (place: number) => Math.floor(order[place]! / indexFactor)
    const middle = hashAt(order.length >> 1)
    if (hashAt(0) === middle) throw new RangeError('Too many equal hashes for a value index.')
    let kept = 0
    for (let i = 0; i < this.#size; i++) {
      if (this.#hashes[i]! >= middle) continue
      this.#put(kept++, this.#hashes[i]!, this.#columns[i]!, this.#groups[i]!, this.#codes[i]!)
    }
    this.#size = kept
    this.refusedFrom = middle
  }

  #put(i: number, hash: number, column: number, group: number, code: number): void {
    this.#hashes[i] = hash
    this.#columns[i] = column
    this.#groups[i] = group
    this.#codes[i] = code
  }
}
