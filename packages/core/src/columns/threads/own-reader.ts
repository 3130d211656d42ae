import type { SegmentReader } from '@assay/store'
import type { BlockHost, ThreadFile } from './block-runner.js'

/** Reads a segment's file in this thread. What cannot be read here is asked of `other`, which knows what is wrong with it. */
export function createOwnReader(
  path: string,
  openFile: NonNullable<BlockHost['openFile']>,
  other: SegmentReader,
): SegmentReader {
  let file: ThreadFile | undefined

  function isRead(start: number, into: Uint8Array): boolean {
    try {
      file ??= openFile(path)
      for (let done = 0; done < into.length; ) {
        const bytes = file.read(start + done, into.subarray(done))
        if (bytes === 0) return false
        done += bytes
      }
      return true
    } catch {
      return false
    }
  }

  return {
    size: other.size,
    async read(start, end, into) {
      const length = end - start
      const bytes =
        into !== undefined && into.length >= length ? into.subarray(0, length) : new Uint8Array(length)
      return isRead(start, bytes) ? bytes : other.read(start, end, into)
    },
    close: () => other.close(),
  }
}
