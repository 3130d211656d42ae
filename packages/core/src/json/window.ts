import { resized } from './tape.js'

/** Bytes taken at once from what is pushed: bounds the window beside the token or line that is carried over. */
export const pieceBytes = 1_048_576
export const windowBytes = 2 * pieceBytes

/**
 * The bytes at hand: what was carried over and what came since. A copy of our own, so that the scan's loops always
 * see the same kind of array, and the caller may reuse his.
 */
export class Window {
  bytes: Uint8Array
  /** Bytes in use. */
  size = 0
  /** Absolute offset of the first byte. */
  base = 0

  /** `home`: where the bytes stand while they fit, `windowBytes` of them. */
  constructor(private readonly home?: Uint8Array) {
    this.bytes = home ?? new Uint8Array(0)
  }

  append(piece: Uint8Array): void {
    const needed = this.size + piece.length
    if (needed > this.bytes.length) {
      const capacity = Math.max(
        needed,
        this.bytes.length === 0 ? Math.min(windowBytes, 65_536) : this.bytes.length * 2,
      )
      this.bytes = resized(this.bytes, new Uint8Array(capacity))
    }
    this.bytes.set(piece, this.size)
    this.size = needed
  }

  /** Drops all bytes; what is appended next begins at `base`. */
  restart(base: number): void {
    this.size = 0
    this.base = base
  }

  /** Drops the bytes before `from`. */
  drop(from: number): void {
    if (from === 0) return
    const left = this.size - from
    if (this.bytes.length > windowBytes && left < pieceBytes) {
      const bytes = this.home ?? new Uint8Array(windowBytes)
      bytes.set(this.bytes.subarray(from, this.size))
      this.bytes = bytes
    } else this.bytes.copyWithin(0, from, this.size)
    this.size = left
    this.base += from
  }
}
