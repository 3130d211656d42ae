import { expect, it } from 'vitest'
import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import type { TextShare } from '../values/text-shares.js'
import type { IndexedColumn, IndexedTexts, TextIndex } from '../values/value-index-format.js'
import type { ValueIndexWriter } from '../values/value-index-writer.js'
import { type ColumnPlace, takeAll } from './column-line.js'
import { type ColumnDescriber, shareColumns, type WaitingColumn } from './share-columns.js'

const indexedAt = ({ column }: { readonly column: number }): IndexedColumn => ({
  table: 't',
  column: String(column),
  node: column,
  tableId: 0,
})

/** Columns of texts (t), or of none and so many bytes. */
function toPlaces(kinds: string): WaitingColumn[] {
  return [...kinds].map((kind, column) => ({
    table: 0,
    column,
    indexed: indexedAt({ column }),
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
        if (place.column !== 1) await to!.addTexts(indexedAt(place), texts(1 << 20))
      return statisticsOf(place)
    },
    others: [idle],
    index,
    onColumn: () => {},
  })
  expect(described.map(({ name }) => name)).toEqual(['0', '1', '2'])
  expect(index.told).toEqual(['0', '2'])
})

/** Takes what it is given, faster than the thread here; keeps which columns those are. */
function createOther(): ColumnDescriber & { readonly seen: number[] } {
  const seen: number[] = []
  return {
    seen,
    async describe(lines, { texts: tell, described }) {
      for (const place of takeAll(lines)) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        seen.push(place.column)
        const { heap, offsets, counts } = texts(10)
        void tell!(place.at, { type: 'texts', heap, offsets, counts } as TextShare)
        described(place.at, statisticsOf(place))
      }
    },
    giveUp: () => {},
  }
}

async function describeSlowly(place: ColumnPlace, to: TextIndex | undefined): Promise<ColumnStatistics> {
  await new Promise((resolve) => setTimeout(resolve, 10))
  await to!.addTexts(indexedAt(place), texts(10))
  return statisticsOf(place)
}

it('gives the index the texts of each column in order, whoever found them first, and counts what is done', async () => {
  const index = createIndex()
  const counted: number[] = []
  const other = createOther()
  const described = await shareColumns({
    places: toPlaces('tttttt'),
    minSharedTextBytes: 600,
    here: describeSlowly,
    others: [other],
    index,
    onColumn: (done) => counted.push(done),
  })
  expect(other.seen.length).toBeGreaterThan(2)
  expect(described.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4', '5'])
  expect(index.told).toEqual(['0', '1', '2', '3', '4', '5'])
  expect(counted).toEqual([0, 1, 2, 3, 4, 5])
})

it('leaves few texts to this thread', async () => {
  const other = createOther()
  const places = toPlaces('tt345')
  const index = createIndex()
  await shareColumns({
    places,
    here: describeSlowly,
    others: [other],
    index,
    onColumn: () => {},
    minSharedTextBytes: 201,
  })
  expect(other.seen).toEqual([4, 3, 2])
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
    minSharedTextBytes: 0,
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
