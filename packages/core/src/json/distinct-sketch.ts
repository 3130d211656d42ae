const kept = 1_024

/**
 * How many different 32-bit hashes were added, in bounded memory: the k smallest are kept (k minimum values,
 * Bar-Yossef et al. 2002). Exact below 1,024, then within a few per cent.
 */
export class DistinctSketch {
  private readonly hashes = new Set<number>()
  private largest = 0
  count = 0

  add(hash: number): void {
    const mixed = mix(hash)
    if (this.hashes.size === kept && mixed >= this.largest) return
    if (this.hashes.has(mixed)) return
    this.hashes.add(mixed)
    if (this.hashes.size > kept) this.hashes.delete(this.largest)
    if (this.hashes.size === kept) this.largest = maximum(this.hashes)
    else this.largest = Math.max(this.largest, mixed)
    this.count =
      this.hashes.size < kept
        ? this.hashes.size
        : Math.round((kept - 1) / ((this.largest + 1) / 4_294_967_296))
  }
}

function maximum(numbers: Iterable<number>): number {
  let largest = 0
  for (const number of numbers) if (number > largest) largest = number
  return largest
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
