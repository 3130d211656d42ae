import { expect, it } from 'vitest'
import { IndexTurns } from './index-turns.js'
import type { TextShare } from './text-shares.js'
import type { ValueIndexWriter } from './value-index-writer.js'

const columns = [0, 1, 2].map((node) => ({ table: 't', column: `${node}`, node, tableId: 0 }))
const texts = { size: 1, heap: Uint8Array.of(65), offsets: Uint32Array.of(0, 1), counts: Float64Array.of(1) }
const share = { type: 'texts', ...texts } as TextShare

/** An index that is slow, and keeps of which columns it was told. */
function createSlowIndex() {
  const told: string[] = []
  const tell = async ({ column }: { readonly column: string }): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    told.push(column)
  }
  const index: ValueIndexWriter = {
    addTexts: tell,
    addChunk: tell,
    addHashes: tell,
    finish: async () => {},
    abort: async () => {},
  }
  return { index, told }
}

it('gives its own index only to the column whose turn it is', () => {
  const turns = new IndexTurns(createSlowIndex().index, columns)
  expect([0, 1, 2].map((at) => turns.ownIndex(at) !== undefined)).toEqual([true, false, false])
  turns.end(0)
  expect([0, 1, 2].map((at) => turns.ownIndex(at) !== undefined)).toEqual([false, true, false])
})

it('adds what is given to its own index after what waited for the columns before', async () => {
  const { index, told } = createSlowIndex()
  const turns = new IndexTurns(index, columns)
  const added = [turns.add(1, share), turns.add(0, share)]
  turns.end(0)
  turns.end(1)
  const own = turns.ownIndex(2)!
  await own.addTexts(columns[2]!, texts)
  await own.addChunk(columns[2]!, 0, undefined as never)
  expect(told).toEqual(['0', '1', '2', '2'])
  await Promise.all(added)
})
