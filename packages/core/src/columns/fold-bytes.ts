import { foldText } from '../catalog/fold-text.js'
import { decodeWtf8, encodeText } from '../json/text.js'
import { grown } from './byte-table.js'
import { foldedCharacters as characters, maxFolded } from './folded-characters.js'

/** What folding does to a byte. */
const Class = { plain: 0, upper: 1, space: 2, wide: 3 } as const

const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return Class.wide
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return Class.space
  return byte >= 0x41 && byte <= 0x5a ? Class.upper : Class.plain
})

/** Folds texts, one after another. */
export interface ByteFold {
  /** What `fold` gave the length of. */
  readonly bytes: Uint8Array
  /** Length of the folded text, which stands at the beginning of `bytes` until the next call. */
  fold(bytes: Uint8Array, start: number, end: number): number
}

/** `foldText` on WTF-8 bytes: character by character, but for what only a string can tell. */
export function createByteFold(): ByteFold {
  let scratch = new Uint8Array(1024)

  function foldWide(text: string): number {
    const folded = encodeText(foldText(text))
    if (scratch.length < folded.length) scratch = new Uint8Array(2 * folded.length)
    scratch.set(folded)
    return folded.length
  }

  return {
    get bytes() {
      return scratch
    },
    fold(bytes, start, end) {
      if (scratch.length < end - start) scratch = new Uint8Array(2 * (end - start))
      let to = 0
      let space = false
      for (let at = start; at < end; at++) {
        const byte = bytes[at]!
        const kind = classes[byte]
        if (kind === Class.wide) {
          const length = characters.read(bytes, at)
          if (length < 0) return foldWide(decodeWtf8(bytes, start, end))
          at += byte < 0xe0 ? 1 : 2
          if (scratch.length < to + maxFolded + end - at)
            scratch = grown(scratch, 2 * (to + maxFolded + end - at))
          const { pool, from } = characters
          for (let i = from; i < from + length; i++) {
            if (pool[i] === 0x20) space = to > 0
            else {
              if (space) scratch[to++] = 0x20
              space = false
              scratch[to++] = pool[i]!
            }
          }
          continue
        }
        if (kind === Class.space) {
          space = to > 0
          continue
        }
        if (space) scratch[to++] = 0x20
        space = false
        scratch[to++] = kind === Class.upper ? byte + 32 : byte
      }
      return to
    },
  }
}

/** True for ASCII that folding leaves as it is. */
export function isFolded(bytes: Uint8Array, start: number, end: number): boolean {
  let before: number = Class.space
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    const kind = classes[byte]!
    if (kind !== Class.plain && (kind !== Class.space || byte !== 0x20 || before === Class.space))
      return false
    before = kind
  }
  return end > start && before !== Class.space
}
