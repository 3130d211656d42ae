/** The bytes of a lane as a view, for `copyBytes`. */
export function viewBytes({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** Copies `from[start … end)` to `at`, four bytes at a time: of texts, `set` costs more for the lane that it is given. */
export function copyBytes(from: DataView, start: number, end: number, to: DataView, at: number): void {
  let i = start
  let next = at
  for (; i + 4 <= end; i += 4, next += 4) to.setInt32(next, from.getInt32(i, true), true)
  for (; i < end; i++, next++) to.setInt8(next, from.getInt8(i))
}
