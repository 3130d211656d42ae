import { isPlaceholder } from '../catalog/placeholders.js'
import { Unread, ValueKind, type Vector } from '../columns/table.js'
import { kindAt } from './value.js'

const reasons = ['missing', 'null', 'wrong-type', 'placeholder'] as const
type Reason = (typeof reasons)[number]

/** Counts the records that a plan could not use, by reason and column. Each record is added once. */
export class SkipTally {
  readonly #counts = new Map<string, Float64Array>()

  /** Reason of the value at `row` of `column`, which was of no use. `records` may take back what was added. */
  add(column: string, vector: Vector, row: number, records = 1): void {
    let counts = this.#counts.get(column)
    if (counts === undefined) {
      counts = new Float64Array(reasons.length)
      this.#counts.set(column, counts)
    }
    const at = reasons.indexOf(reasonOf(vector, row))
    counts[at] = counts[at]! + records
  }

  /** Takes over what another one counted. */
  take(other: SkipTally): void {
    for (const [column, counts] of other.#counts) this.#counts.set(column, counts)
  }

  get total(): number {
    let sum = 0
    for (const counts of this.#counts.values()) for (const count of counts) sum += count
    return sum
  }

  /** `missing: width`, … in order of columns met, then reasons; none with 0 records. */
  list(): { reason: string; records: number }[] {
    return [...this.#counts].flatMap(([column, counts]) =>
      reasons.flatMap((reason, at) =>
        counts[at]! > 0 ? [{ reason: `${reason}: ${column}`, records: counts[at]! }] : [],
      ),
    )
  }
}

function reasonOf(vector: Vector, row: number): Reason {
  const unread = vector.unread?.[row] ?? Unread.none
  if (unread !== Unread.none) return unread === Unread.placeholder ? 'placeholder' : 'wrong-type'
  const kind = kindAt(vector, row)
  if (kind === ValueKind.missing) return 'missing'
  if (kind === ValueKind.null) return 'null'
  if (kind === ValueKind.text && isPlaceholder(vector.dictionary!.text(vector.codes![row]!)))
    return 'placeholder'
  return 'wrong-type'
}
