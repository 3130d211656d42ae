import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { IndexTurns } from '../values/index-turns.js'
import { createSharingIndex, type TextShare } from '../values/text-shares.js'
import type { IndexedColumn, TextIndex } from '../values/value-index-format.js'
import type { ValueIndexWriter } from '../values/value-index-writer.js'
import { ColumnLine, type ColumnPlace } from './column-line.js'

/** A column that waits to be described. */
export interface WaitingColumn extends ColumnPlace {
  readonly indexed: IndexedColumn
  readonly hasTexts: boolean
  /** Of its chunks. */
  readonly bytes: number
}

/** What is told of columns, by which of all they are. */
export interface ToldColumns {
  /** Takes texts of a column for the value index; undefined where none is written. */
  readonly texts: ((at: number, share: TextShare) => Promise<void>) | undefined
  /** After its last texts. */
  described(at: number, statistics: ColumnStatistics): void
}

/** Describes columns somewhere else, one after another. */
export interface ColumnDescriber {
  /** Takes columns of a line as long as there are any. */
  describe(line: ColumnLine, told: ToldColumns): Promise<void>
  /** Lets what it describes reject. */
  giveUp(error: unknown): void
}

/**
 * Describes columns here and elsewhere at once; who is free takes the next. After a failure nothing goes on, and the
 * first one is thrown.
 */
export async function shareColumns(options: {
  readonly places: readonly WaitingColumn[]
  readonly here: (place: ColumnPlace, index: TextIndex | undefined) => Promise<ColumnStatistics>
  readonly others: readonly ColumnDescriber[]
  readonly index: ValueIndexWriter | undefined
  readonly onColumn: (done: number) => void
}): Promise<ColumnStatistics[]> {
  const { places, here, others, index, onColumn } = options
  const turns = index === undefined ? undefined : createTurns(index, places)
  const line = lineUp(places)
  const described: ColumnStatistics[] = []
  let ended = 0
  let failure: { readonly error: unknown } | undefined
  const told: ToldColumns = {
    texts: turns === undefined ? undefined : (at, share) => turns.add(at, share),
    described(at, statistics) {
      described[at] = statistics
      turns?.end(at)
      onColumn(ended++)
    },
  }

  async function describeHere({ texts, described: tell }: ToldColumns): Promise<void> {
    for (let place = line.take(); place !== undefined; place = line.take()) {
      const { at } = place
      const sharing = texts === undefined ? undefined : createSharingIndex((share) => texts(at, share))
      const statistics = await here(place, sharing)
      await sharing?.endColumn()
      tell(at, statistics)
    }
  }

  function fail(error: unknown): void {
    failure ??= { error }
    line.close()
    turns?.giveUp()
    for (const other of others) other.giveUp(error)
  }

  await Promise.all([
    describeHere(told).catch(fail),
    ...others.map((other) => other.describe(line, told).catch(fail)),
  ])
  if (failure !== undefined) throw failure.error
  await turns?.settled()
  return described
}

/**
 * Columns with texts in the order in which the index gets them, so that whose turn it is was taken before all that wait
 * for it; the others, which wait for nobody, fill in the end, the largest first.
 */
function lineUp(places: readonly WaitingColumn[]): ColumnLine {
  const columns = places.map(({ table, column }, at) => ({ at, table, column }))
  const texts = columns.filter(({ at }) => places[at]!.hasTexts)
  const rest = columns.filter(({ at }) => !places[at]!.hasTexts)
  return new ColumnLine([...texts, ...rest.sort((a, b) => places[b.at]!.bytes - places[a.at]!.bytes)])
}

function createTurns(index: ValueIndexWriter, places: readonly WaitingColumn[]): IndexTurns {
  const turns = new IndexTurns(
    index,
    places.map(({ indexed }) => indexed),
  )
  // Of these the index is told nothing, and nobody waits until they are described.
  for (const [at, { hasTexts }] of places.entries()) if (!hasTexts) turns.end(at)
  return turns
}
