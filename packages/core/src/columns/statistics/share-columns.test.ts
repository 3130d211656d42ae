import { expect, it } from 'vitest'
import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import type { IndexedTexts } from '../values/value-index-format.js'
import type { ValueIndexWriter } from '../values/value-index-writer.js'
import type { ColumnPlace } from './column-line.js'
import { type ColumnDescriber, shareColumns, type WaitingColumn } from './share-columns.js'

function toPlaces(kinds: string): WaitingColumn[] {
  return [...kinds].map((kind, column) => ({
    table: 0,
    column,
    indexed: { table: 't', column: String(column), node: column, tableId: 0 },
    hasTexts: kind === 't',
    bytes: kind === 't' ? 100 : Number(kind),
  }))
}

const statisticsOf = ({ column }: ColumnPlace) => ({ name: String(column) }) as ColumnStatistics

/** An index that keeps which columns it was told of, in order. */
function createIndex(): ValueIndexWriter & { readonly told: string[] } {
  const told: string[] = []
  const tell = async ({ column }: { readonly column: string }): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    if (told.at(-1) !== column) told.push(column)
  }
  return {
    told,
    addTexts: tell,
    addChunk: tell,
    addHashes: tell,
    finish: async () => {},
    abort: async () => {},
  }
}

const texts = (bytes: number): IndexedTexts => ({
  size: 1,
  heap: new Uint8Array(bytes),
  offsets: Uint32Array.of(0, bytes),
  counts: Float64Array.of(1),
})

const idle: ColumnDescriber = { describe: async () => {}, giveUp: () => {} }

it('takes columns with texts in their order, then the others by their sizes', async () => {
  const seen: number[] = []
  await shareColumns({
    places: toPlaces('2t95t'),
    here: async (place) => {
      seen.push(place.column)
      return statisticsOf(place)
    },
    others: [idle],
    index: undefined,
    onColumn: () => {},
  })
  expect(seen).toEqual([1, 4, 2, 3, 0])
})

it('lets no texts wait for a column that has none', async () => {
  const index = createIndex()
  const described = await shareColumns({
    places: toPlaces('t1t'),
    here: async (place, to) => {
      // More than may wait for its turn.
      for (let i = 0; i < 40; i++)
        if (place.column !== 1) await to!.addTexts(undefined as never, texts(1 << 20))
      return statisticsOf(place)
    },
    others: [idle],
    index,
    onColumn: () => {},
  })
  expect(described.map(({ name }) => name)).toEqual(['0', '1', '2'])
  expect(index.told).toEqual(['0', '2'])
})

it('gives the index the texts of each column in order, whoever found them first, and counts what is done', async () => {
  const index = createIndex()
  const counted: number[] = []
  const other: ColumnDescriber = {
    async describe(line, { texts: tell, described }) {
      for (let place = line.take(); place !== undefined; place = line.take()) {
        const { heap, offsets, counts } = texts(10)
        const share = { type: 'texts', heap, offsets, counts } as Parameters<NonNullable<typeof tell>>[1]
        void tell!(place.at, share)
        described(place.at, statisticsOf(place))
      }
    },
    giveUp: () => {},
  }
  const described = await shareColumns({
    places: toPlaces('tttt'),
    here: async (place, to) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      await to!.addTexts(undefined as never, texts(10))
      return statisticsOf(place)
    },
    others: [other],
    index,
    onColumn: (done) => counted.push(done),
  })
  expect(described.map(({ name }) => name)).toEqual(['0', '1', '2', '3'])
  expect(index.told).toEqual(['0', '1', '2', '3'])
  expect(counted).toEqual([0, 1, 2, 3])
})

it('takes no further column after a failure elsewhere, and throws the first', async () => {
  const seen: number[] = []
  const gaveUp: unknown[] = []
  const failure = new Error('the first column is broken')
  const broken: ColumnDescriber = {
    async describe() {
      throw failure
    },
    giveUp: (error) => gaveUp.push(error),
  }
  const shared = shareColumns({
    places: toPlaces('tttt'),
    here: async (place) => {
      seen.push(place.column)
      await new Promise((resolve) => setImmediate(resolve))
      return statisticsOf(place)
    },
    others: [broken],
    index: undefined,
    onColumn: () => {},
  })
  await expect(shared).rejects.toBe(failure)
  expect(seen).toEqual([0])
  expect(gaveUp).toEqual([failure])
})
