const polynomial = 0xedb88320
const tables = buildTables()

/** Eight tables of 256, so that eight bytes are folded in at once ("slicing by 8", Intel 2006). */
function buildTables(): Uint32Array {
  const built = new Uint32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    built[byte] = crc
  }
  for (let i = 256; i < built.length; i++) {
    const previous = built[i - 256]!
    built[i] = (previous >>> 8) ^ built[previous & 0xff]!
  }
  return built
}

/** Gives CRC-32 as `crc32` does. */
export type Crc32 = (bytes: Uint8Array, crc?: number) => number

let given: Crc32 | undefined

/** For hosts that compute CRC-32 themselves, and several times as fast: `crc32` of Node's zlib. */
export function useCrc32(native: Crc32): void {
  given = native
}

/** CRC-32 of ISO-HDLC (gzip, PNG) as an unsigned number. `crc` is that of the bytes before, to continue it. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  return given === undefined ? portableCrc32(bytes, crc) : given(bytes, crc)
}

/** The same in portable code. */
export function portableCrc32(bytes: Uint8Array, crc = 0): number {
  const whole = bytes.length - (bytes.length % 8)
  let state = foldEights(~crc, bytes, whole)
  for (let at = whole; at < bytes.length; at++) state = (state >>> 8) ^ tables[(state ^ bytes[at]!) & 0xff]!
  return ~state >>> 0
}

function foldEights(from: number, bytes: Uint8Array, end: number): number {
  let state = from
  for (let at = 0; at < end; at += 8) {
    state ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    state =
      tables[1792 + (state & 0xff)]! ^
      tables[1536 + ((state >>> 8) & 0xff)]! ^
      tables[1280 + ((state >>> 16) & 0xff)]! ^
      tables[1024 + (state >>> 24)]! ^
      tables[768 + bytes[at + 4]!]! ^
      tables[512 + bytes[at + 5]!]! ^
      tables[256 + bytes[at + 6]!]! ^
      tables[bytes[at + 7]!]!
  }
  return state
}
