import { type Chunk, rowsOf, type Selection } from './chunk.js'
import { truthWords } from './truth.js'

/** Words that are added byte by byte before a byte could overflow. */
const wordsAtOnce = 255

/** How many selected rows are true (the only truth value whose lowest bit is set), and all values that occur, as bits. */
export function countTrue(chunk: Chunk, truth: Uint8Array): { kept: number; seen: number } {
  const rows = rowsOf(chunk.selection)
  let kept = 0
  let seen = 0
  if (rows === null) {
    const words = truthWords(truth)
    for (let i = 0; i < words.length; ) {
      const end = Math.min(words.length, i + wordsAtOnce)
      let trues = 0
      for (; i < end; i++) {
        trues += words[i]! & 0x01010101
        seen |= words[i]!
      }
      kept += (trues & 255) + ((trues >>> 8) & 255) + ((trues >>> 16) & 255) + (trues >>> 24)
    }
    seen |= (seen >>> 8) | (seen >>> 16) | (seen >>> 24)
    for (let row = words.length * 4; row < truth.length; row++) {
      kept += truth[row]! & 1
      seen |= truth[row]!
    }
  } else {
    for (let k = 0; k < rows.length; k++) {
      const value = truth[rows[k]!]!
      kept += value & 1
      seen |= value
    }
  }
  return { kept, seen }
}

/** The `kept` rows that are true. Their list is made when it is asked for: written at every row, and kept by a count that needs no branch. */
export function selectTrue(chunk: Chunk, truth: Uint8Array, kept: number): Selection {
  let made: Int32Array | undefined
  return {
    count: kept,
    get rows() {
      made ??= listTrue(rowsOf(chunk.selection), truth, kept)
      return made
    },
  }
}

function listTrue(among: Int32Array | null, truth: Uint8Array, kept: number): Int32Array {
  const rows = new Int32Array(kept)
  let at = 0
  if (among === null) {
    for (let row = 0; at < kept; row++) {
      rows[at] = row
      at += truth[row]! & 1
    }
  } else {
    for (let k = 0; at < kept; k++) {
      const row = among[k]!
      rows[at] = row
      at += truth[row]! & 1
    }
  }
  return rows
}
