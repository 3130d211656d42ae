/** Lengths of texts in bytes from 0 on, a bit each; all from the last on count as one. */
export type LengthSet = Int32Array

/** As many bits as there are lengths up to 512, and more. */
export const lengthWords = 17
const lastLength = 32 * lengthWords - 1

export function addLength(set: LengthSet, length: number): void {
  const bit = length < lastLength ? length : lastLength
  set[bit >>> 5]! |= 1 << (bit & 31)
}

export function uniteLengths(set: LengthSet, others: LengthSet): void {
  for (let word = 0; word < lengthWords; word++) set[word]! |= others[word]!
}

export function hasLength(set: LengthSet, length: number): boolean {
  const bit = Math.min(length, lastLength)
  return (set[bit >>> 5]! & (1 << (bit & 31))) !== 0
}

/** The greatest length that may be meant; -1 where there is none. */
export function greatestLength(set: LengthSet): number {
  for (let bit = lastLength; bit >= 0; bit--)
    if (hasLength(set, bit)) return bit === lastLength ? Number.POSITIVE_INFINITY : bit
  return -1
}
