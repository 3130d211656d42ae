import { foldText } from '../catalog/fold-text.js'
import { decodeWtf8, encodeText } from '../json/text.js'

/** `foldText` on WTF-8 bytes: ASCII is folded in place, everything else by way of a string. The result is valid until the next call. */
export function createByteFold(): (bytes: Uint8Array, start: number, end: number) => Uint8Array {
  let scratch = new Uint8Array(1024)
  return (bytes, start, end) => {
    if (scratch.length < end - start) scratch = new Uint8Array(2 * (end - start))
    let to = 0
    let space = false
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      if (byte >= 0x80) return encodeText(foldText(decodeWtf8(bytes, start, end)))
      if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
        space = to > 0
        continue
      }
      if (space) scratch[to++] = 0x20
      space = false
      scratch[to++] = byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte
    }
    return scratch.subarray(0, to)
  }
}
