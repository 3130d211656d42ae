import type { ColumnBatch } from '../../json/column-batch.js'
import { type Kernel, returnKernel, takeKernel } from '../../json/kernel/kernel.js'
import type { ShapeNode, ShapeTable } from '../../json/shape.js'
import { moveBatch } from '../batch-slices.js'
import { type ColumnBuilder, createColumnBuilder } from '../column-builder.js'
import { useCrc32 } from '../crc32.js'
import { ColumnLine } from '../statistics/column-line.js'
import type { BlockChannel, BlockHost } from './block-runner.js'
import { createChannelWriter } from './channel-writer.js'
import { createSegmentDescriber, type SegmentDescriber } from './describe-here.js'
import type { FromThread, ToThread } from './messages.js'
import { unpackBatch } from './pack-batch.js'
import { packError } from './pack-error.js'

/** The other end of a `BlockThread`: does what an ingest asks for until the thread is ended. */
export function serveBlocks(channel: BlockChannel, host: BlockHost = {}): void {
  if (host.crc32 !== undefined) useCrc32(host.crc32)
  const post = (message: FromThread, moved?: readonly ArrayBuffer[]) => channel.post(message, moved)
  const shape: { nodes: readonly ShapeNode[]; tables: readonly ShapeTable[] } = { nodes: [], tables: [] }
  const nodes: ShapeNode[] = []
  const writer = createChannelWriter(post)
  let kernel: Kernel | undefined
  const toKernel = (batch: ColumnBatch) => (kernel === undefined ? batch : moveBatch(batch, kernel))
  let builder: ColumnBuilder | undefined
  let describer: SegmentDescriber | undefined

  async function serve(message: ToThread): Promise<void> {
    switch (message.type) {
      case 'build':
        shape.nodes = nodes
        builder = await createColumnBuilder({ shape, writer })
        kernel = takeKernel()
        break
      case 'batch':
        for (const node of message.nodes) nodes.push(node)
        builder!.append(toKernel(unpackBatch(message.batch)))
        post({ type: 'taken', buffer: message.batch.buffer }, [message.batch.buffer])
        await builder!.flush()
        break
      case 'finish':
        shape.nodes = message.nodes
        shape.tables = message.tables
        await builder!.finish(message.rootName)
        builder = undefined
        if (kernel !== undefined) returnKernel(kernel)
        kernel = undefined
        break
      case 'open':
        describer = createSegmentDescriber(message, post, host.openFile)
        break
      case 'describe':
        await describer!.describe(
          message.lines.map(({ columns, next }) => new ColumnLine(columns, next)),
          message.isIndexed,
        )
        post({ type: 'linesEnded' })
        break
      case 'link':
        post({ type: 'linked', links: await describer!.findLinks(message.catalog) })
        break
    }
  }

  /** What work waits for must not wait behind it. */
  function answer(message: ToThread): boolean {
    if (message.type === 'written') writer.written(message.buffer)
    else if (message.type === 'shared') describer!.shared(message.bytes)
    else if (message.type === 'bytes') describer!.reader.arrived(message.id, message.bytes)
    else if (message.type === 'unread') describer!.reader.refused(message.id, message.error)
    else return false
    return true
  }

  let work = Promise.resolve()
  channel.listen((told) => {
    const message = told as ToThread
    if (answer(message)) return
    work = work
      .then(() => serve(message))
      .catch((error: unknown) => post({ type: 'failed', error: packError(error) }))
  })
}
