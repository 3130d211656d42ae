import type { Rational } from './rational.js'

/**
 * Splits a rounded total into whole parts, one for each weight, that add up to it exactly (largest remainder;
 * on a tie the earlier part). With weights whose sum rounds to the total, no part is off by one unit or more.
 */
export function allocate(total: bigint, weights: readonly Rational[]): bigint[] {
  const common = weights.reduce((product, weight) => product * weight.d, 1n)
  const scaled = weights.map((weight) => (weight.n * common) / weight.d)
  const sum = scaled.reduce((a, b) => a + b, 0n)
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n))
  const parts = scaled.map((weight) => (total * weight) / sum)
  let rest = total - parts.reduce((a, b) => a + b, 0n)
  const byRemainder = scaled
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1))
  for (const { index } of byRemainder) {
    if (rest <= 0n) break
    parts[index] = parts[index]! + 1n
    rest -= 1n
  }
  return parts
}
