import type { ByteHandle } from './byte-source.js'
import { sourceErrors } from './errors.js'

/**
 * A source's own bytes, checked against the size it had when it was opened: SOURCE_TRUNCATED when fewer come,
 * SOURCE_CHANGED when more do.
 */
export async function* readWhole(
  handle: ByteHandle,
  location: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const expected = handle.size
  let actual = 0
  for await (const piece of handle.stream(signal)) {
    actual += piece.length
    if (expected !== null && actual > expected) {
      throw sourceErrors.create('SOURCE_CHANGED', `${location} grew while it was read.`, { location })
    }
    yield piece
  }
  if (expected !== null && actual < expected) {
    throw sourceErrors.create(
      'SOURCE_TRUNCATED',
      `${location} ended after ${actual} of ${expected} bytes.`,
      { location, expected, actual },
      { hint: 'Something cut the file while it was read; try again.' },
    )
  }
}
