import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { IndexTurns } from '../values/index-turns.js'
import { createSharingIndex, type TextShare } from '../values/text-shares.js'
import type { IndexedColumn, TextIndex } from '../values/value-index-format.js'
import type { ValueIndexWriter } from '../values/value-index-writer.js'

/** A column of a segment by the places of its table and of itself. */
export interface ColumnPlace {
  readonly table: number
  readonly column: number
}

/** A column that waits to be described. */
export interface WaitingColumn extends ColumnPlace {
  readonly indexed: IndexedColumn
  readonly hasTexts: boolean
  /** Of its chunks. */
  readonly bytes: number
}

/** Describes columns somewhere else, one after another. */
export interface ColumnDescriber {
  /** `tell` is given the column's texts for the value index; undefined where none is written. */
  describe(
    place: ColumnPlace,
    tell: ((share: TextShare) => Promise<void>) | undefined,
  ): Promise<ColumnStatistics>
  /** Lets what it describes reject. */
  giveUp(error: unknown): void
}

/** With less left, a thread whose own kind of columns is done would be ready for the other kind when it is done too. */
const minHelpedBytes = 512 * 1024 * 1024

/**
 * Describes columns here and elsewhere at once: those with texts elsewhere and the others here, because each thread
 * compiles the code that it runs; who is free takes the next. After a failure nothing goes on, and the first one is
 * thrown.
 */
export async function shareColumns(options: {
  readonly places: readonly WaitingColumn[]
  readonly here: (place: ColumnPlace, index: TextIndex | undefined) => Promise<ColumnStatistics>
  readonly others: readonly ColumnDescriber[]
  readonly index: ValueIndexWriter | undefined
  readonly onColumn: (done: number) => void
}): Promise<ColumnStatistics[]> {
  const { places, here, others, index, onColumn } = options
  const turns =
    index === undefined
      ? undefined
      : new IndexTurns(
          index,
          places.map(({ indexed }) => indexed),
        )
  const described: ColumnStatistics[] = []
  const texts = createQueue(places, ({ hasTexts }) => hasTexts)
  const rest = createQueue(places, ({ hasTexts }) => !hasTexts)
  let begun = 0
  let failure: { readonly error: unknown } | undefined

  async function takeColumns(describe: ColumnDescriber['describe'], [own, other]: Queues): Promise<void> {
    for (;;) {
      const at = own.take() ?? (other.bytes > minHelpedBytes ? other.take() : undefined)
      if (at === undefined || failure !== undefined) return
      onColumn(begun++)
      described[at] = await describe(
        places[at]!,
        turns === undefined ? undefined : (share) => turns.add(at, share),
      )
      turns?.end(at)
    }
  }

  function fail(error: unknown): void {
    failure ??= { error }
    turns?.giveUp()
    for (const other of others) other.giveUp(error)
  }

  await Promise.all([
    takeColumns(
      async (place, tell) => {
        const sharing = tell === undefined ? undefined : createSharingIndex(tell)
        const statistics = await here(place, sharing)
        await sharing?.endColumn()
        return statistics
      },
      [rest, texts],
    ).catch(fail),
    ...others.map((other) =>
      takeColumns((place, tell) => other.describe(place, tell), [texts, rest]).catch(fail),
    ),
  ])
  if (failure !== undefined) throw failure.error
  await turns?.settled()
  return described
}

/** Those that a thread takes first, and the others. */
type Queues = readonly [Queue, Queue]

interface Queue {
  /** Of the columns that nobody took. */
  readonly bytes: number
  /** The place of the next. */
  take(): number | undefined
}

function createQueue(columns: readonly WaitingColumn[], isIn: (column: WaitingColumn) => boolean): Queue {
  const places = [...columns.keys()].filter((at) => isIn(columns[at]!))
  let bytes = places.reduce((sum, at) => sum + columns[at]!.bytes, 0)
  let next = 0
  return {
    get bytes() {
      return bytes
    },
    take() {
      const at = places[next++]
      if (at !== undefined) bytes -= columns[at]!.bytes
      return at
    },
  }
}
