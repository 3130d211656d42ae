import { isPlaceholder } from '../catalog/placeholders.js'
import { type Dictionary, Unread, ValueKind, type Vector } from '../columns/table.js'
import { kindAt } from './value.js'

const reasons = ['missing', 'null', 'wrong-type', 'placeholder'] as const

/**
 * Counts the records that a plan could not use, by reason and column. Where a record can stand in several rows, it is
 * suspected by each row that could not be read and cleared by one that could: skipped are those that stay suspected.
 */
export class SkipTally {
  /** Records by reason, of each column in the order met. */
  readonly #counts = new Map<string, Float64Array>()
  readonly #columns: string[] = []
  /** Of each record, what it is suspected for: one more than its place among the reasons of all columns; 0: nothing. */
  #suspected: Uint16Array | undefined
  /** A bit of each record. */
  #cleared: Uint8Array | undefined

  /** `records`: of the table whose records are counted. */
  constructor(readonly records: number) {}

  /** Counts a record that stands in this row alone, by the value at `row`; `count` may take back what was added. */
  add(column: string, vector: Vector, row: number, count: 1 | -1 = 1): void {
    const reason = reasonOf(vector, row)
    if (reason === undefined) return
    this.#countsOf(column)[reason]! += count
  }

  /** Counts records that stand in these rows alone. */
  addRows(column: string, vector: Vector, rows: Int32Array): void {
    const { unread, kinds, kind, codes, dictionary } = vector
    if (unread !== undefined) {
      for (const row of rows) this.add(column, vector, row)
      return
    }
    const byKind = new Float64Array(ValueKind.json + 1)
    let placeholders = 0
    const isPlaceholderCode = dictionary === undefined ? undefined : rememberPlaceholders(dictionary)
    for (let k = 0; k < rows.length; k++) {
      const of = kinds === undefined ? kind! : kinds[rows[k]!]!
      byKind[of]! += 1
      if (of === ValueKind.text && isPlaceholderCode?.(codes![rows[k]!]!) === true) placeholders++
    }
    const [missing = 0, nulls = 0] = byKind
    this.addKnown(column, {
      missing,
      null: nulls,
      placeholder: placeholders,
      'wrong-type': rows.length - missing - nulls - placeholders,
    })
  }

  /** Counts records of which it is known how many there are. */
  addKnown(column: string, records: Readonly<Partial<Record<(typeof reasons)[number], number>>>): void {
    reasons.forEach((reason, at) => {
      const count = records[reason] ?? 0
      if (count > 0) this.#countsOf(column)[at]! += count
    })
  }

  /** The first reason stays. */
  suspect(record: number, column: string, vector: Vector, row: number): void {
    const reason = reasonOf(vector, row)
    if (reason === undefined || record < 0) return
    this.#suspected ??= new Uint16Array(this.records)
    if (this.#suspected[record] !== 0) return
    this.#countsOf(column)
    this.#suspected[record] = this.#columns.indexOf(column) * reasons.length + reason + 1
  }

  clear(record: number): void {
    if (record < 0) return
    this.#cleared ??= new Uint8Array((this.records >>> 3) + 1)
    this.#cleared[record >>> 3]! |= 1 << (record & 7)
  }

  /** Clears consecutive records. */
  clearRange(from: number, count: number): void {
    for (let record = from; record < from + count; record++) {
      const isWhole = (record & 7) === 0 && record + 8 <= from + count && this.#cleared !== undefined
      if (!isWhole) this.clear(record)
      else {
        this.#cleared![record >>> 3] = 255
        record += 7
      }
    }
  }

  /** Takes over what another one counted, into an empty one. */
  take(other: SkipTally): void {
    for (const [column, counts] of other.#total()) this.#countsOf(column).set(counts)
  }

  get total(): number {
    let sum = 0
    for (const counts of this.#total().values()) for (const count of counts) sum += count
    return sum
  }

  /** `missing: width`, … in order of columns met, then reasons; none with 0 records. */
  list(): { reason: string; records: number }[] {
    return [...this.#total()].flatMap(([column, counts]) =>
      reasons.flatMap((reason, at) =>
        counts[at]! > 0 ? [{ reason: `${reason}: ${column}`, records: counts[at]! }] : [],
      ),
    )
  }

  #countsOf(column: string): Float64Array {
    let counts = this.#counts.get(column)
    if (counts === undefined) {
      counts = new Float64Array(reasons.length)
      this.#counts.set(column, counts)
      this.#columns.push(column)
    }
    return counts
  }

  #total(): ReadonlyMap<string, Float64Array> {
    const suspected = this.#suspected
    if (suspected === undefined) return this.#counts
    const total = new Map([...this.#counts].map(([column, counts]) => [column, counts.slice()]))
    for (let record = 0; record < suspected.length; record++) {
      const at = suspected[record]! - 1
      if (at < 0 || (((this.#cleared?.[record >>> 3] ?? 0) >>> (record & 7)) & 1) === 1) continue
      total.get(this.#columns[Math.floor(at / reasons.length)]!)![at % reasons.length]! += 1
    }
    return total
  }
}

/** Whether the text of a code is a placeholder; each is looked at once. */
function rememberPlaceholders(dictionary: Dictionary): (code: number) => boolean {
  const known = new Uint8Array(dictionary.size)
  return (code) => {
    if (known[code] === 0) known[code] = isPlaceholder(dictionary.text(code)) ? 2 : 1
    return known[code] === 2
  }
}

/** Place among `reasons`; undefined for what an outer join found no partner for, which is no flaw of the data. */
function reasonOf(vector: Vector, row: number): number | undefined {
  const unread = vector.unread?.[row] ?? Unread.none
  if (unread === Unread.noPartner) return undefined
  if (unread !== Unread.none)
    return reasons.indexOf(unread === Unread.placeholder ? 'placeholder' : 'wrong-type')
  const kind = kindAt(vector, row)
  if (kind === ValueKind.missing) return reasons.indexOf('missing')
  if (kind === ValueKind.null) return reasons.indexOf('null')
  if (kind === ValueKind.text && isPlaceholder(vector.dictionary!.text(vector.codes![row]!)))
    return reasons.indexOf('placeholder')
  return reasons.indexOf('wrong-type')
}
