import { encodeText } from '../json/text.js'
import { grown } from './byte-table.js'

/** Bytes of one folded character are fewer. */
const maxFolded = 32

/** Bytes of one that `inline` holds, at most. */
const maxInline = 3
const unknown = 0
/** A place that is none, with a length. */
const notAlone = 4
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
  /**
   * By code unit: how many bytes one folds to in the two lowest bits, and the bytes above them, the first in the lowest
   * eight but eight. Where the two bits are 0 it is unknown, or more is to be done: `read`.
   */
  readonly inline = new Int32Array(0x10000)
  /** Those before are for what is unpacked. */
  #used = maxInline

  /** Bytes of the folded character that begins at `at`; -1 when it cannot be folded by itself. */
  read(bytes: Uint8Array, at: number): number {
    if (bytes[at]! >= 0xf0) return -1
    return this.find(codeAt(bytes, at))
  }

  /** The same of a code unit. */
  find(code: number): number {
    const known = this.inline[code]!
    const place = known === unknown ? this.#add(code) : known
    if ((place & maxInline) !== 0) return this.#unpack(place)
    if (place === notAlone) return -1
    this.from = place >>> 8
    return (place >> 2) & 0x3f
  }

  /** Puts the bytes where those of the pool are looked for. */
  #unpack(inline: number): number {
    for (let i = 0; i < maxInline; i++) this.pool[i] = inline >>> (8 * i + 8)
    this.from = 0
    return inline & maxInline
  }

  #add(code: number): number {
    const folded = foldCharacter(code)
    const place = folded === undefined ? notAlone : (toInline(folded) ?? this.#keep(folded))
    this.inline[code] = place
    return place
  }

  /** Keeps the bytes in the pool. */
  #keep(folded: Uint8Array): number {
    if (this.#used + folded.length > this.pool.length) this.pool = grown(this.pool, 2 * this.pool.length)
    this.pool.set(folded, this.#used)
    const place = (this.#used << 8) | (folded.length << 2)
    this.#used += folded.length
    return place
  }
}

/** The code unit of the character of two or three bytes that begins at `at`. */
function codeAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  const second = bytes[at + 1]! & 0x3f
  if (first < 0xe0) return ((first & 0x1f) << 6) | second
  return ((first & 0xf) << 12) | (second << 6) | (bytes[at + 2]! & 0x3f)
}

/** Of few bytes without a space. */
function toInline(folded: Uint8Array): number | undefined {
  if (folded.length === 0 || folded.length > maxInline || folded.includes(0x20)) return undefined
  return folded.reduce((inline, byte, i) => inline | (byte << (8 * i + 8)), folded.length)
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
