import { type Chunk, columnOf, positionAt, recordAt, selectedCount } from './chunk.js'
import type { SkipTally } from './skip-tally.js'
import type { Blame } from './truth.js'

/** How an operator says of the rows that it sees whether their records could be used. */
export interface Judge {
  /** A row could not be read, because of the column; undefined blames nothing. */
  skip(chunk: Chunk, row: number, column: string | undefined): void
  /** The same of rows for each of which a column is known. */
  skipAll(chunk: Chunk, blames: readonly Blame[]): void
  /** Takes back what was said of a row. */
  restore(chunk: Chunk, row: number, column: string | undefined): void
  /** Says that rows could be used; undefined where nothing has to be said of them. */
  readonly use: ((chunk: Chunk, row: number) => void) | undefined
  /** The same of all selected rows. */
  useAll(chunk: Chunk): void
}

/**
 * `isRepeated`: a record may stand in several rows. `isLast`: no operator above judges the rows, so that one that is
 * usable here is usable.
 */
export function createJudge(tally: SkipTally, isRepeated: boolean, isLast: boolean): Judge {
  if (!isRepeated) {
    const add = (chunk: Chunk, row: number, column: string | undefined, count: 1 | -1) => {
      if (column !== undefined) tally.add(column, columnOf(chunk, column), row, count)
    }
    return {
      skip: (chunk, row, column) => add(chunk, row, column, 1),
      skipAll(chunk, blames) {
        // In the order in which rows one by one would name the columns.
        for (const { column, rows } of [...blames].sort((a, b) => a.rows[0]! - b.rows[0]!))
          if (column !== undefined) tally.addRows(column, columnOf(chunk, column), rows)
      },
      restore: (chunk, row, column) => add(chunk, row, column, -1),
      use: undefined,
      useAll: () => {},
    }
  }
  const use = (chunk: Chunk, row: number) => tally.clear(recordAt(chunk, row))
  const skip = (chunk: Chunk, row: number, column: string | undefined) => {
    if (column !== undefined) tally.suspect(recordAt(chunk, row), column, columnOf(chunk, column), row)
  }
  return {
    skip,
    skipAll(chunk, blames) {
      const each = blames.flatMap(({ column, rows }) => Array.from(rows, (row) => ({ column, row })))
      for (const { column, row } of each.sort((a, b) => a.row - b.row)) skip(chunk, row, column)
    },
    restore: use,
    use: isLast ? use : undefined,
    useAll(chunk) {
      if (!isLast) return
      if (chunk.selection === null && typeof chunk.records === 'number')
        tally.clearRange(chunk.records, chunk.length)
      else for (let k = 0; k < selectedCount(chunk); k++) use(chunk, positionAt(chunk, k))
    },
  }
}
