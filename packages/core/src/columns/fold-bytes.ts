import { foldText } from '../catalog/fold-text.js'
import { decodeWtf8, encodeText } from '../json/text.js'
import { grown } from './byte-table.js'
import { viewBytes } from './copy-bytes.js'
import { foldedCharacters as characters } from './folded-characters.js'

/** What folding does to a byte. */
const Class = { plain: 0, upper: 1, space: 2, wide: 3 } as const

const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return Class.wide
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return Class.space
  return byte >= 0x41 && byte <= 0x5a ? Class.upper : Class.plain
})

/** What folding makes of an ASCII byte; of any white space a space. */
const foldedAscii = classes.slice(0, 0x80).map((kind, byte) => {
  if (kind === Class.space) return 0x20
  return kind === Class.upper ? byte + 32 : byte
})

/** The highest bit of each of four bytes. */
const high = 0x80808080 | 0

/** Folds texts, one after another. */
export interface ByteFold {
  /** What `fold` gave the length of. */
  readonly bytes: Uint8Array
  /** The same. */
  readonly view: DataView
  /** Length of the folded text, which stands at the beginning of `bytes` until the next call. */
  fold(source: DataView, start: number, end: number): number
}

/** `foldText` on WTF-8 bytes: character by character, or four at a time, but for what only a string can tell. */
export function createByteFold(): ByteFold {
  let scratch = new Uint8Array(1024)
  let view = viewBytes(scratch)

  function grow(length: number): void {
    scratch = grown(scratch, 2 * length)
    view = viewBytes(scratch)
  }

  function foldWide(source: DataView, start: number, end: number): number {
    const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    const folded = encodeText(foldText(decodeWtf8(bytes, start, end)))
    if (scratch.length < folded.length) grow(folded.length)
    scratch.set(folded)
    return folded.length
  }

  return {
    get bytes() {
      return scratch
    },
    get view() {
      return view
    },
    fold(source, start, end) {
      // A character of two bytes folds to three, mostly, and a space before it is one of the text.
      if (scratch.length < 2 * (end - start)) grow(2 * (end - start))
      const { inline } = characters
      let to = 0
      // What stands before is white space, or nothing: more of it is left out.
      let isSpace = true
      for (let at = start; at < end; ) {
        while (at + 4 <= end) {
          const four = source.getInt32(at, true)
          if (!isPlain(four)) break
          const spaces = spacesIn(four)
          if (((spaces << 8) & spaces) !== 0 || (isSpace && (spaces & 0x80) !== 0)) break
          view.setInt32(to, toLower(four), true)
          isSpace = spaces < 0
          at += 4
          to += 4
        }
        if (at >= end) break
        const byte = source.getUint8(at)
        if (byte < 0x80) {
          at++
          const plain = foldedAscii[byte]!
          if (plain === 0x20 && isSpace) continue
          isSpace = plain === 0x20
          scratch[to++] = plain
          continue
        }
        if (byte >= 0xf0) return foldWide(source, start, end)
        let code = source.getUint8(at + 1) & 0x3f
        if (byte < 0xe0) {
          code |= (byte & 0x1f) << 6
          at += 2
        } else {
          code = ((byte & 0xf) << 12) | (code << 6) | (source.getUint8(at + 2) & 0x3f)
          at += 3
        }
        const own = inline[code]!
        const size = own & 3
        if (size !== 0) {
          // Bytes beyond its own are written over, or beyond the end.
          view.setInt32(to, own >>> 8, true)
          to += size
          isSpace = false
          continue
        }
        const length = characters.find(code)
        if (length < 0) return foldWide(source, start, end)
        const room = to + length + 2 * (end - at)
        if (scratch.length < room) grow(room)
        const { pool, from } = characters
        for (let i = from; i < from + length; i++) {
          const next = pool[i]!
          if (next === 0x20 && isSpace) continue
          isSpace = next === 0x20
          scratch[to++] = next
        }
      }
      return to > 0 && isSpace ? to - 1 : to
    },
  }
}

/** Whether four bytes are ASCII from the space on. */
function isPlain(four: number): boolean {
  return (four & high) === 0 && ((four + 0x60606060) & high) === high
}

/** The highest bits of those of four plain bytes that are spaces. */
function spacesIn(four: number): number {
  return ~((four ^ 0x20202020) + 0x7f7f7f7f) & high
}

/** Four plain bytes in lower case: the bit that tells the cases apart is set from A on and not from [ on. */
function toLower(four: number): number {
  return four | (((four + 0x3f3f3f3f) & ~(four + 0x25252525) & high) >>> 2)
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
