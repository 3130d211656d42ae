/** 1 MiB: what contents are hashed in, and read and scanned at once. */
export const pieceBytes = 1_048_576

/**
 * The same bytes in pieces of exactly `bytes`, the last one shorter. Each may be overwritten after the next one is asked
 * for. What comes so already is passed through; the rest is copied into one buffer.
 */
export async function* piecesOf(
  stream: AsyncIterable<Uint8Array>,
  bytes = pieceBytes,
): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array(0)
  let size = 0
  for await (const given of stream) {
    for (let from = 0; from < given.length; ) {
      const taken = given.subarray(from, from + bytes - size)
      from += taken.length
      if (taken.length === bytes) {
        yield taken
        continue
      }
      held = hold(held, size, taken, bytes)
      size += taken.length
      if (size < bytes) continue
      yield held
      size = 0
    }
  }
  if (size > 0) yield held.subarray(0, size)
}

/** With room for a small content first, for a whole piece once more comes. */
function hold(
  held: Uint8Array<ArrayBuffer>,
  size: number,
  taken: Uint8Array,
  bytes: number,
): Uint8Array<ArrayBuffer> {
  const needed = size + taken.length
  let room = held
  if (needed > held.length) {
    room = new Uint8Array(size === 0 ? needed : bytes)
    room.set(held.subarray(0, size))
  }
  room.set(taken, size)
  return room
}
