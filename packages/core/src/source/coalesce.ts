const leastBytes = 262_144
const mostBytes = 1_048_576

/**
 * The same bytes in blocks of 256 KiB to 1 MiB (the last one shorter): many small pieces would cost more in calls
 * than in bytes. A block may be overwritten after the next one is asked for.
 */
export async function* coalesce(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let buffer: Uint8Array | undefined
  let size = 0
  for await (const piece of pieces) {
    let from = 0
    while (from < piece.length) {
      const left = piece.length - from
      if (size === 0 && left >= leastBytes) {
        const block = piece.subarray(from, from + mostBytes)
        from += block.length
        yield block
        continue
      }
      buffer ??= new Uint8Array(mostBytes)
      const taken = piece.subarray(from, from + mostBytes - size)
      buffer.set(taken, size)
      size += taken.length
      from += taken.length
      if (size >= leastBytes) {
        yield buffer.subarray(0, size)
        size = 0
      }
    }
  }
  if (buffer !== undefined && size > 0) yield buffer.subarray(0, size)
}
