import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { IndexTurns } from '../values/index-turns.js'
import { createSharingIndex, type TextShare } from '../values/text-shares.js'
import type { IndexedColumn, TextIndex } from '../values/value-index-format.js'
import type { ValueIndexWriter } from '../values/value-index-writer.js'
import { ColumnLine, type ColumnPlace, takeAll } from './column-line.js'

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
  /** Takes columns of one line after another, as long as there are any. */
  describe(lines: readonly ColumnLine[], told: ToldColumns): Promise<void>
  /** Lets what it describes reject. */
  giveUp(error: unknown): void
}

/** With fewer bytes of texts, a thread that has its own columns behind it would be ready for texts when none are left. */
const usualMinSharedTextBytes = 256 * 1024 * 1024

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
  /** Of columns with texts; with less, this thread alone describes those. */
  readonly minSharedTextBytes?: number | undefined
}): Promise<ColumnStatistics[]> {
  const { places, here, others, index, onColumn, minSharedTextBytes = usualMinSharedTextBytes } = options
  const turns = index === undefined ? undefined : createTurns(index, places)
  const lines = lineUp(places)
  const textBytes = places.reduce((sum, { hasTexts, bytes }) => sum + (hasTexts ? bytes : 0), 0)
  const areTextsShared = textBytes >= minSharedTextBytes
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
    for (const place of takeAll([lines.texts, lines.rest])) {
      const { at } = place
      const sharing = texts === undefined ? undefined : createSharingIndex((share) => texts(at, share))
      const statistics = await here(place, turns?.ownIndex(at) ?? sharing)
      await sharing?.endColumn()
      tell(at, statistics)
    }
  }

  function fail(error: unknown): void {
    failure ??= { error }
    lines.texts.close()
    lines.rest.close()
    turns?.giveUp()
    for (const other of others) other.giveUp(error)
  }

  await Promise.all([
    describeHere(told).catch(fail),
    ...others.map((other) =>
      other.describe(areTextsShared ? [lines.texts, lines.rest] : [lines.rest], told).catch(fail),
    ),
  ])
  if (failure !== undefined) throw failure.error
  await turns?.settled()
  return described
}

/**
 * Columns with texts in the order in which the index gets them, so that whose turn it is was taken before all that wait
 * for it; and the others, which wait for nobody, the largest first.
 */
function lineUp(places: readonly WaitingColumn[]): { readonly texts: ColumnLine; readonly rest: ColumnLine } {
  const columns = places.map(({ table, column }, at) => ({ at, table, column }))
  const texts = columns.filter(({ at }) => places[at]!.hasTexts)
  const rest = columns.filter(({ at }) => !places[at]!.hasTexts)
  rest.sort((a, b) => places[b.at]!.bytes - places[a.at]!.bytes)
  return { texts: new ColumnLine(texts), rest: new ColumnLine(rest) }
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
