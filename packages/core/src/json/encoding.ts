/**
 * Which encoding other than UTF-8 the first four bytes show: by its byte order mark, or by where the NUL bytes of
 * two ASCII characters stand (RFC 4627, section 3). `undefined` when they show none.
 */
export function detectForeignEncoding(head: Uint8Array, size: number): string | undefined {
  const [a, b, c, d] = [head[0], head[1], head[2], head[3]]
  if (size >= 4) {
    if (a === 0 && b === 0 && ((c === 0xfe && d === 0xff) || (c === 0 && d !== 0))) return 'UTF-32BE'
    if (b === 0 && c === 0 && d === 0 && a !== 0) return 'UTF-32LE'
    if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'UTF-32LE'
    if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'UTF-16BE'
    if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'UTF-16LE'
  }
  if (size >= 2 && a === 0xff && b === 0xfe) return 'UTF-16LE'
  if (size >= 2 && a === 0xfe && b === 0xff) return 'UTF-16BE'
  return undefined
}
