import { ValueKind, type Vector } from '../columns/table.js'
import { joinTooLarge } from './errors.js'
import { maxPairedIds, PairIds } from './pair-ids.js'
import { ValueIds } from './value-ids.js'

/**
 * Numbers the different keys of one side of a join, and finds them again for the other side. -1 stands where a value
 * is null or JSON, which equal nothing, and where a key that is looked up has no number. Without columns all rows have
 * the same key.
 */
export class JoinKeys {
  readonly #columns: ValueIds[]
  /** For each further column: the id so far and the id in the column. */
  readonly #pairs: PairIds[]

  constructor(width: number) {
    // Beyond this number two pairs could become one.
    const check = (count: number) => {
      if (width > 1 && count > maxPairedIds) throw joinTooLarge('rows', maxPairedIds)
    }
    this.#columns = Array.from({ length: width }, () => new ValueIds(check))
    this.#pairs = Array.from({ length: Math.max(0, width - 1) }, () => new PairIds())
  }

  /** The key of each of `rows` (`null`: all of `length`), at `result[row]`; new ones are numbered. */
  assign(vectors: readonly Vector[], rows: Int32Array | null, length: number): Int32Array {
    return this.#number(vectors, rows, length, true)
  }

  /** The same without numbering new ones. */
  find(vectors: readonly Vector[], rows: Int32Array | null, length: number): Int32Array {
    return this.#number(vectors, rows, length, false)
  }

  #number(vectors: readonly Vector[], rows: Int32Array | null, length: number, learns: boolean): Int32Array {
    const ids = new Int32Array(length)
    const [first, ...others] = this.#columns
    if (first === undefined) return ids
    first.number(vectors[0]!, rows, ids, learns)
    markEmpty(vectors[0]!, ids)
    if (others.length === 0) return ids
    const count = rows === null ? length : rows.length
    const more = new Int32Array(length)
    others.forEach((column, index) => {
      const pairs = this.#pairs[index]!
      column.number(vectors[index + 1]!, rows, more, learns)
      markEmpty(vectors[index + 1]!, more)
      for (let k = 0; k < count; k++) {
        const row = rows === null ? k : rows[k]!
        const [left, right] = [ids[row]!, more[row]!]
        if (left < 0 || right < 0) ids[row] = -1
        else ids[row] = learns ? pairs.idOf(left, right) : pairs.find(left, right)
      }
    })
    return ids
  }
}

function markEmpty({ kind, kinds }: Vector, ids: Int32Array): void {
  const isEmpty = (of: number) => of <= ValueKind.null || of === ValueKind.json
  if (kinds === undefined) {
    if (isEmpty(kind ?? ValueKind.missing)) ids.fill(-1)
    return
  }
  for (let row = 0; row < ids.length; row++) if (isEmpty(kinds[row]!)) ids[row] = -1
}
