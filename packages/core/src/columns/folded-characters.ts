import { encodeText } from '../json/text.js'
import { grown } from './byte-table.js'

/** Bytes of one folded character, at most, and of the space before it. */
export const maxFolded = 32

const unknown = 0
const notAlone = -1
/** Its lower case is another at the end of a word. */
const capitalSigma = '\u03a3'

/**
 * What `foldText` makes of characters of two and three bytes, each found out once. A text folds character by character
 * (a normal form decomposes each by itself, and the marks that it reorders are dropped), but for sigmas and halves of
 * surrogate pairs.
 */
class FoldedCharacters {
  /** Where the character that was read last stands, folded; a space is any white space. */
  from = 0
  pool: Uint8Array = new Uint8Array(1024)
  #used = 0
  /** By code unit: place in the pool and length + 1, or one of the above. */
  readonly #places = new Int32Array(0x10000)

  /** Bytes of the folded character that begins at `at`; -1 when it cannot be folded by itself. */
  read(bytes: Uint8Array, at: number): number {
    const first = bytes[at]!
    if (first >= 0xf0) return -1
    const second = bytes[at + 1]! & 0x3f
    const code =
      first < 0xe0
        ? ((first & 0x1f) << 6) | second
        : ((first & 0xf) << 12) | (second << 6) | (bytes[at + 2]! & 0x3f)
    const known = this.#places[code]!
    const place = known === unknown ? this.#add(code) : known
    if (place === notAlone) return -1
    this.from = place >> 6
    return (place & 0x3f) - 1
  }

  #add(code: number): number {
    const folded = foldCharacter(code)
    if (folded === undefined) {
      this.#places[code] = notAlone
      return notAlone
    }
    if (this.#used + folded.length > this.pool.length) this.pool = grown(this.pool, 2 * this.pool.length)
    this.pool.set(folded, this.#used)
    const place = (this.#used << 6) | (folded.length + 1)
    this.#used += folded.length
    this.#places[code] = place
    return place
  }
}

/** For all who fold: what it found out stands in 256 KiB. */
export const foldedCharacters = new FoldedCharacters()

function foldCharacter(code: number): Uint8Array | undefined {
  if (code >= 0xd800 && code < 0xe000) return undefined
  const plain = String.fromCharCode(code)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
  if (plain.includes(capitalSigma)) return undefined
  const folded = encodeText(plain.toLowerCase().replaceAll('\u00df', 'ss').replace(/\s+/gu, ' '))
  return folded.length < maxFolded ? folded : undefined
}
