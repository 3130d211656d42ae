import type { SegmentWriter } from '@assay/store'
import type { FromThread } from './messages.js'

/** Bytes that may be under way to the file at once. */
const maxUnderWay = 2 * 1024 * 1024

/** A segment writer whose file is another thread's. */
export interface ChannelWriter extends SegmentWriter {
  /** So many of the bytes are in the file. */
  written(bytes: number): void
}

export function createChannelWriter(
  post: (message: FromThread, moved: readonly ArrayBuffer[]) => void,
): ChannelWriter {
  let size = 0
  let underWay = 0
  let wake = (): void => {}
  return {
    get size() {
      return size
    },
    written(bytes) {
      underWay -= bytes
      wake()
    },
    async append(bytes) {
      const copy = bytes.slice()
      size += copy.length
      underWay += copy.length
      post({ type: 'write', bytes: copy }, [copy.buffer])
      while (underWay > maxUnderWay) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    // The file is made durable, or removed, where it is.
    async finish() {
      post({ type: 'finished' }, [])
    },
    async abort() {},
  }
}
