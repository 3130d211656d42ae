import type { SegmentWriter } from '@assay/store'
import { Credit } from './credit.js'
import type { FromThread } from './messages.js'

/** Bytes that are sent at once. */
const bufferBytes = 1024 * 1024
/** Bytes that may be under way to the file at once. */
const maxUnderWay = 3 * bufferBytes
const maxSpare = 4

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
  let filling: Uint8Array<ArrayBuffer> | undefined
  let filled = 0
  let size = 0

  async function send(): Promise<void> {
    if (filling === undefined || filled === 0) return
    const { buffer } = filling
    post({ type: 'write', buffer, length: filled }, [buffer])
    filling = undefined
    filled = 0
    await credit.take(bufferBytes)
  }

  return {
    get size() {
      return size
    },
    written(buffer) {
      credit.give(bufferBytes)
      if (spare.length < maxSpare) spare.push(buffer)
    },
    async append(bytes) {
      for (let from = 0; from < bytes.length; ) {
        filling ??= new Uint8Array(spare.pop() ?? new ArrayBuffer(bufferBytes))
        const part = bytes.subarray(from, from + bufferBytes - filled)
        filling.set(part, filled)
        filled += part.length
        from += part.length
        if (filled === bufferBytes) await send()
      }
      size += bytes.length
    },
    // The file is made durable, or removed, where it is.
    async finish() {
      await send()
      post({ type: 'finished' }, [])
    },
    async abort() {},
  }
}
