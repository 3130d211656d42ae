import type { Vector } from '../columns/table.js'
import { executeErrors } from './errors.js'
import { maxPairedIds, PairIds } from './pair-ids.js'
import type { Value } from './value.js'
import { ValueIds } from './value-ids.js'

/** Numbers groups from 0 in order of first appearance, by any number of key columns. */
export class GroupKeys {
  readonly maxGroups: number
  readonly #columns: ValueIds[]
  /** For each further column: the id so far and the id in the column. */
  readonly #pairs: PairIds[]
  #groups = new Int32Array(0)
  #other = new Int32Array(0)

  constructor(width: number, maxGroups: number) {
    this.maxGroups = Math.min(maxGroups, maxPairedIds)
    this.#columns = Array.from({ length: width }, () => new ValueIds((count) => this.#checkLimit(count)))
    this.#pairs = Array.from({ length: width - 1 }, () => new PairIds())
  }

  get size(): number {
    return this.#pairs.at(-1)?.left.length ?? this.#columns[0]!.size
  }

  /** The group of each of `rows`, at `result[row]`, until the next call. */
  assign(vectors: readonly Vector[], rows: Int32Array | null, length: number): Int32Array {
    if (this.#groups.length < length) this.#groups = new Int32Array(length)
    const groups = this.#groups
    this.#columns[0]!.assign(vectors[0]!, rows, groups)
    if (this.#pairs.length > 0 && this.#other.length < length) this.#other = new Int32Array(length)
    const other = this.#other
    const count = rows === null ? length : rows.length
    this.#pairs.forEach((pair, index) => {
      this.#columns[index + 1]!.assign(vectors[index + 1]!, rows, other)
      for (let k = 0; k < count; k++) {
        const row = rows === null ? k : rows[k]!
        groups[row] = pair.idOf(groups[row]!, other[row]!)
      }
      this.#checkLimit(pair.left.length)
    })
    return groups
  }

  /** The key values of a group, in order of the columns. */
  read(group: number): Value[] {
    const values: Value[] = []
    let id = group
    for (let index = this.#pairs.length - 1; index >= 0; index--) {
      const pair = this.#pairs[index]!
      values.unshift(this.#columns[index + 1]!.read(pair.right[id]!))
      id = pair.left[id]!
    }
    values.unshift(this.#columns[0]!.read(id))
    return values
  }

  #checkLimit(count: number): void {
    if (count > this.maxGroups)
      throw executeErrors.create(
        'EXECUTE_TOO_MANY_GROUPS',
        `Grouping gives more than ${this.maxGroups} groups.`,
        { limit: this.maxGroups },
        { hint: 'Group by a column with fewer different values, or filter first.' },
      )
  }
}
