const digitBits = 13
const digitCount = 1 << digitBits
const digitMask = digitCount - 1
const next = new Uint32Array(digitCount)

/**
 * The order that sorts the first `size` hashes, equal ones as they came: by 13 bits at a time from the lowest. It lies
 * in one of the two lanes given, which have room for it.
 */
export function sortHashes(
  hashes: Uint32Array,
  size: number,
  lanes: readonly [Uint32Array, Uint32Array],
): Uint32Array {
  let [from, to] = lanes
  // Signed words: a digit of the highest bits is then below its unsigned one or above it for all, which is no other order.
  const words = new Int32Array(hashes.buffer, hashes.byteOffset, size)
  for (let i = 0; i < size; i++) from[i] = i
  for (let shift = 0; shift < 32; shift += digitBits) {
    next.fill(0)
    for (let i = 0; i < size; i++) next[(words[i]! >> shift) & digitMask]!++
    // One digit for all: partitions share their first bits.
    if (size > 0 && next[(words[0]! >> shift) & digitMask] === size) continue
    let sum = 0
    for (let digit = 0; digit < digitCount; digit++) {
      const count = next[digit]!
      next[digit] = sum
      sum += count
    }
    for (let i = 0; i < size; i++) {
      const entry = from[i]!
      to[next[(words[entry]! >> shift) & digitMask]!++] = entry
    }
    const swap = from
    from = to
    to = swap
  }
  return from
}
