/** Any lane that a chunk may hold. */
export type Lane = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float64Array

/** Takes lanes from a chunk in the order they were packed, as views over its bytes. */
export class LaneReader {
  #at: number
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#at = bytes.byteOffset
  }

  take<Made extends Lane>(
    type: { new (buffer: ArrayBufferLike, offset: number, length: number): Made; BYTES_PER_ELEMENT: number },
    length: number,
  ): Made {
    const at = this.#at
    this.#at += aligned(length * type.BYTES_PER_ELEMENT)
    return new type(this.#bytes.buffer, at, length)
  }
}

/** The next multiple of 8. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}
