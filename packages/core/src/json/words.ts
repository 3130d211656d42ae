import { Violation } from './errors.js'

const words = ['null', 'false', 'true']
const wordBytes = words.map((word) => new TextEncoder().encode(word))

/** Position after `null`, `false` or `true` (`which`: 0, 1, 2), or -1 when the window ends inside it. */
export function afterWord(bytes: Uint8Array, pos: number, end: number, which: number): number {
  const word = wordBytes[which]!
  for (let at = 0; at < word.length; at++) {
    if (pos + at >= end) return -1
    if (bytes[pos + at] !== word[at]) throw new Violation('JSON_SYNTAX', pos + at, `'${words[which]!}'`)
  }
  return pos + word.length
}

/** Whether a JSON value can begin with this byte. */
export function startsValue(byte: number): boolean {
  switch (byte) {
    case 0x22:
    case 0x2d:
    case 0x5b:
    case 0x66:
    case 0x6e:
    case 0x74:
    case 0x7b:
      return true
    default:
      return byte >= 0x30 && byte <= 0x39
  }
}
