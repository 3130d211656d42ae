/** Bytes in pieces of `size`, for tests of resuming. All pieces share one buffer, which is overwritten. */
export function* cutEvery(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(size)
  for (let from = 0; from < bytes.length; from += size) {
    const piece = bytes.subarray(from, from + size)
    buffer.set(piece)
    yield buffer.subarray(0, piece.length)
  }
}

/** Bytes in pieces of 0 to 40 bytes and now and then many, the same ones for the same seed. */
export function* cutRandomly(bytes: Uint8Array, seed: number): Generator<Uint8Array> {
  let state = seed
  for (let from = 0; from < bytes.length; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    const size = (state >> 8) % ((state >> 4) % 13 === 0 ? 5_000 : 41)
    yield bytes.slice(from, from + size)
    from += size
  }
}
