/**
 * A small seeded generator (mulberry32): the same seed gives the same numbers on every machine.
 *
 * @param {number} seed an integer
 * @returns {{ below(limit: number): number }} `below(n)` is an integer in 0 … n - 1
 */
export function createRandom(seed) {
  let state = seed >>> 0
  return {
    below(limit) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit)
    },
  }
}
