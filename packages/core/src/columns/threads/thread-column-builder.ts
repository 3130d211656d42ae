import type { SegmentWriter } from '@assay/store'
import type { Shape } from '../../json/shape.js'
import type { ColumnBuilder } from '../column-builder.js'
import type { ThreadCall } from './call-thread.js'
import { packBatch } from './pack-batch.js'

/** Batches that may wait for the thread when `flush` returns, about 2 MiB each: its work while the next bytes are read and scanned. */
const maxWaiting = 6
/** Buffers are made a little larger than needed, so that the next batch fits too. */
const grain = 256 * 1024

/**
 * A column builder whose work another thread does: batches move there, and what it writes comes back. It does what a
 * builder in this thread does, batch for batch, so that the file has the same bytes.
 */
export function createThreadColumnBuilder(
  thread: ThreadCall,
  { shape, writer }: { readonly shape: Shape; readonly writer: SegmentWriter },
): ColumnBuilder {
  const spare: ArrayBuffer[] = []
  let waiting = 0
  let waitingBytes = 0
  let known = 0
  let isBegun = false
  let writing = Promise.resolve()

  /** Not before there is something to do: a scan that begins again at once needs no other thread for that. */
  function begin(): void {
    if (!isBegun) thread.post({ type: 'build' })
    isBegun = true
  }

  function take(bytes: number): ArrayBuffer {
    const at = spare.findIndex((buffer) => buffer.byteLength >= bytes)
    const [found] = at < 0 ? [] : spare.splice(at, 1)
    return found ?? new ArrayBuffer(Math.ceil(bytes / grain) * grain)
  }

  thread.on('taken', ({ buffer }) => {
    waiting -= 1
    waitingBytes -= buffer.byteLength
    spare.push(buffer)
    if (spare.length > maxWaiting + 1) spare.shift()
  })
  thread.on('write', ({ buffer, length }) => {
    writing = writing.then(async () => {
      await writer.append(new Uint8Array(buffer, 0, length))
      thread.post({ type: 'written', buffer }, [buffer])
    })
    writing.catch(thread.fail)
  })
  return {
    get bufferedBytes() {
      return waitingBytes
    },
    append(batch) {
      begin()
      const packed = packBatch(batch, take)
      const nodes = shape.nodes.slice(known)
      known = shape.nodes.length
      waiting += 1
      waitingBytes += packed.buffer.byteLength
      thread.post({ type: 'batch', batch: packed, nodes }, [packed.buffer])
    },
    flush: () => thread.until(() => waiting <= maxWaiting),
    async finish(rootName) {
      begin()
      let isFinished = false
      thread.on('finished', () => {
        isFinished = true
      })
      thread.post({ type: 'finish', rootName, nodes: shape.nodes, tables: shape.tables })
      await thread.until(() => isFinished)
      await writing
      await writer.finish()
    },
  }
}
