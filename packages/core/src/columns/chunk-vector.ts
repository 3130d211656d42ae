import type { CachedColumn } from './column-cache.js'
import type { Dictionary, ValueKind, Vector } from './table.js'

/** What a column's references read as, for some rows. */
export interface ResolvedReferences {
  readonly json: ReadonlyMap<number, string>
  readonly exact: ReadonlyMap<number, string>
  readonly codes: Uint16Array | undefined
  readonly dictionary: Dictionary | undefined
}

/** Rows `from … to - 1` of a decoded column as a vector. Doubles of scaled numbers are made when asked for. */
export class ChunkVector implements Vector {
  readonly length: number
  readonly kind?: ValueKind
  readonly kinds?: Uint8Array
  readonly scaled?: NonNullable<Vector['scaled']>
  readonly exact?: ReadonlyMap<number, string>
  readonly codes?: Uint16Array
  readonly dictionary?: Dictionary
  readonly json?: ReadonlyMap<number, string>
  readonly #cached: CachedColumn
  readonly #from: number
  #numbers: Float64Array | undefined

  constructor(cached: CachedColumn, from: number, to: number, resolved: ResolvedReferences) {
    const { column } = cached
    this.length = to - from
    this.#cached = cached
    this.#from = from
    if (column.kinds !== undefined) this.kinds = column.kinds.subarray(from, to)
    else this.kind = column.kind!
    if (column.mantissas !== undefined) {
      this.scaled = { mantissa: column.mantissas.subarray(from, to), scale: column.scale }
    }
    if (resolved.exact.size > 0) this.exact = resolved.exact
    if (resolved.json.size > 0) this.json = resolved.json
    if (resolved.codes !== undefined && resolved.dictionary !== undefined) {
      this.codes = resolved.codes.subarray(from, to)
      this.dictionary = resolved.dictionary
    }
  }

  get numbers(): Float64Array | undefined {
    this.#numbers ??= this.#cached.numbers?.subarray(this.#from, this.#from + this.length)
    return this.#numbers
  }
}

/** The vector of a column that no row of the group has. */
export function missingVector(length: number): Vector {
  return { length, kind: 0 }
}
