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

/**
 * Describes columns here and elsewhere at once: who is free takes the next. After a failure nothing goes on, and the
 * first one is thrown.
 */
export async function shareColumns(options: {
  readonly places: readonly (ColumnPlace & { readonly indexed: IndexedColumn })[]
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
  let begun = 0
  let failure: { readonly error: unknown } | undefined

  async function takeColumns(describe: ColumnDescriber['describe']): Promise<void> {
    while (begun < places.length) {
      const at = begun++
      onColumn(at)
      described[at] = await describe(
        places[at]!,
        turns === undefined ? undefined : (share) => turns.add(at, share),
      )
      turns?.end(at)
    }
  }

  function fail(error: unknown): void {
    failure ??= { error }
    begun = places.length
    turns?.giveUp()
    for (const other of others) other.giveUp(error)
  }

  const workers: ColumnDescriber['describe'][] = [
    (place, tell) => here(place, tell === undefined ? undefined : createSharingIndex(tell)),
    ...others.map(
      (other): ColumnDescriber['describe'] =>
        (place, tell) =>
          other.describe(place, tell),
    ),
  ]
  await Promise.all(workers.map((describe) => takeColumns(describe).catch(fail)))
  if (failure !== undefined) throw failure.error
  await turns?.settled()
  return described
}
