import type { SegmentWriter } from '@assay/store'
import { Credit } from './credit.js'
import type { FromThread } from './messages.js'

/** Bytes that may be under way to the file at once. */
const maxUnderWay = 2 * 1024 * 1024
const maxSpare = 4
const grain = 256 * 1024

/** A segment writer whose file is another thread's. */
export interface ChannelWriter extends SegmentWriter {
  /** The bytes in the buffer are in the file. */
  written(buffer: ArrayBuffer): void
}

export function createChannelWriter(
  post: (message: FromThread, moved: readonly ArrayBuffer[]) => void,
): ChannelWriter {
  const credit = new Credit(maxUnderWay)
  const spare: ArrayBuffer[] = []
  let size = 0
  return {
    get size() {
      return size
    },
    written(buffer) {
      credit.give(buffer.byteLength)
      if (spare.length < maxSpare) spare.push(buffer)
    },
    async append(bytes) {
      const { length } = bytes
      const at = spare.findIndex(({ byteLength }) => byteLength >= length)
      const [found] = at < 0 ? [] : spare.splice(at, 1)
      const buffer = found ?? new ArrayBuffer(Math.ceil(length / grain) * grain)
      const { byteLength } = buffer
      new Uint8Array(buffer).set(bytes)
      size += length
      post({ type: 'write', buffer, length }, [buffer])
      await credit.take(byteLength)
    },
    // The file is made durable, or removed, where it is.
    async finish() {
      post({ type: 'finished' }, [])
    },
    async abort() {},
  }
}
