import { createMemorySegments, type SegmentWriter } from '@assay/store'
import { describe, expect, it } from 'vitest'
import { type ChunkFileWriter, createChunkFileWriter, openChunkFile } from './chunk-file.js'

const blockBytes = 256 * 1024

/** A writer whose appends end later, and must follow each other; the n-th fails. */
function createSlowWriter(to: SegmentWriter, failing = Number.POSITIVE_INFINITY) {
  const waiting: (() => void)[] = []
  let begun = 0
  const writer: SegmentWriter = {
    get size() {
      return to.size
    },
    async append(bytes) {
      if (waiting.length > 0) throw new Error('the append before has not ended')
      const isFailing = ++begun === failing
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
      })
      if (isFailing) throw new Error('no room')
      await to.append(bytes)
    },
    finish: () => to.finish(),
    abort: () => to.abort(),
  }
  const goOn = setInterval(() => waiting.shift()?.(), 1)
  return { writer, end: () => clearInterval(goOn) }
}

const pieces = Array.from({ length: 60 }, (_, i) => new Uint8Array(37_000 + 991 * i).fill(i))

async function write(file: ChunkFileWriter) {
  const chunks = []
  for (const piece of pieces) {
    chunks.push(file.put([piece]))
    await file.drain()
  }
  await file.finish({})
  return chunks
}

describe('a chunk file', () => {
  it('holds what was put, although more is put while it is written', async () => {
    const store = createMemorySegments()
    const { writer, end } = createSlowWriter(await store.create('a.seg'))
    const chunks = await write(await createChunkFileWriter(writer))
    end()
    const reader = await store.open('a.seg')
    const file = await openChunkFile('a.seg', reader)
    for (const [at, piece] of pieces.entries())
      expect(Buffer.compare(await file.read(chunks[at]!, 'a piece'), piece)).toBe(0)
    await file.close()
  })

  it('fails where any of its writes does', async () => {
    const blocks = Math.ceil(pieces.reduce((sum, { length }) => sum + length, 0) / blockBytes)
    for (let failing = 1; failing <= blocks; failing++) {
      const { writer, end } = createSlowWriter(await createMemorySegments().create('a.seg'), failing)
      await expect(createChunkFileWriter(writer).then(write), `${failing}`).rejects.toThrow('no room')
      end()
    }
  })
})
