const indexBits = 14
const registerCount = 1 << indexBits
const powers = Float64Array.from({ length: 64 }, (_, rank) => 2 ** -rank)

/**
 * How many different 32-bit hashes were added, in 16 KiB: HyperLogLog (Flajolet et al. 2007) with linear counting
 * below. Standard error 0.8 %; hashes that collide take 1 % at 90 million values.
 */
export class DistinctEstimate {
  readonly #registers = new Uint8Array(registerCount)

  /** The hashes `from … to - 1` of those that occur. */
  addAll(hashes: Int32Array, counts: Uint32Array, from: number, to: number): void {
    const registers = this.#registers
    for (let at = from; at < to; at++) if (counts[at]! > 0) register(registers, hashes[at]!)
  }

  /** The first `size` hashes. */
  addFirst(hashes: Int32Array, size: number): void {
    const registers = this.#registers
    for (let at = 0; at < size; at++) register(registers, hashes[at]!)
  }

  get count(): number {
    let sum = 0
    let empty = 0
    for (let i = 0; i < registerCount; i++) {
      const rank = this.#registers[i]!
      sum += powers[rank]!
      if (rank === 0) empty++
    }
    const alpha = 0.7213 / (1 + 1.079 / registerCount)
    const raw = (alpha * registerCount * registerCount) / sum
    if (raw <= 2.5 * registerCount && empty > 0)
      return Math.round(registerCount * Math.log(registerCount / empty))
    return Math.round(raw <= 2 ** 32 / 30 ? raw : -(2 ** 32) * Math.log(1 - raw / 2 ** 32))
  }
}

function register(registers: Uint8Array, hash: number): void {
  const mixed = mix(hash)
  const rank = Math.clz32(mixed << indexBits) + 1
  const index = mixed >>> (32 - indexBits)
  const capped = Math.min(rank, 33 - indexBits)
  if (registers[index]! < capped) registers[index] = capped
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
