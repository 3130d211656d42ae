import { wideWords } from './deal-hashes.js'

const maxDigitBits = 13
const next = new Int32Array(1 << maxDigitBits)

/**
 * Sorts the first `size` entries of so many words by their hash, as an unsigned number, equal ones as they came. All
 * hashes are alike but for their lowest `bits`. What is sorted lies in one of the two lanes, which is given back.
 */
export function sortHashes(
  entries: Int32Array,
  other: Int32Array,
  size: number,
  words: number,
  bits: number,
): Int32Array {
  const passes = Math.ceil(bits / maxDigitBits)
  const digitBits = Math.ceil(bits / passes)
  const mask = (1 << digitBits) - 1
  let [from, to] = [entries, other]
  for (let pass = 0; pass < passes; pass++) {
    const shift = pass * digitBits
    next.fill(0)
    countDigits(from, size, words, shift, mask)
    startDigits(words)
    moveEntries(from, to, size, words, shift, mask)
    ;[from, to] = [to, from]
  }
  return from
}

// One loop a function, and nothing behind it: see `encode-column.ts`.

function countDigits(entries: Int32Array, size: number, words: number, shift: number, mask: number): void {
  for (let word = 0; word < size * words; word += words) next[(entries[word]! >>> shift) & mask]!++
}

/** From how often each digit occurs to the word at which its entries begin. */
function startDigits(words: number): void {
  let start = 0
  for (let digit = 0; digit < next.length; digit++) {
    const count = next[digit]!
    next[digit] = start
    start += count * words
  }
}

function moveEntries(
  from: Int32Array,
  to: Int32Array,
  size: number,
  words: number,
  shift: number,
  mask: number,
): void {
  for (let word = 0; word < size * words; word += words) {
    const hash = from[word]!
    const digit = (hash >>> shift) & mask
    const at = next[digit]!
    next[digit] = at + words
    to[at] = hash
    to[at + 1] = from[word + 1]!
    if (words === wideWords) to[at + 2] = from[word + 2]!
  }
}
