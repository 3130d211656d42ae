/** A column of a segment by the places of its table and of itself. */
export interface ColumnPlace {
  readonly table: number
  readonly column: number
}

/** A column that one of several threads describes. */
export interface LinedColumn extends ColumnPlace {
  /** Which of all columns it is. */
  readonly at: number
}

/** Takes from one line after another what nobody else takes. */
export function* takeAll(lines: readonly ColumnLine[]): Generator<LinedColumn> {
  for (const line of lines)
    for (let column = line.take(); column !== undefined; column = line.take()) yield column
}

/** Columns of which threads take one after another, each column once, without asking each other. */
export class ColumnLine {
  readonly #next: Int32Array

  /** `next`: which column is the next, in memory of all threads that have the same line. */
  constructor(
    readonly columns: readonly LinedColumn[],
    readonly next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
  ) {
    this.#next = new Int32Array(next)
  }

  /** The next column; undefined when there is none. */
  take(): LinedColumn | undefined {
    return this.columns[Atomics.add(this.#next, 0, 1)]
  }

  /** Nobody gets another column. */
  close(): void {
    Atomics.store(this.#next, 0, this.columns.length)
  }
}
