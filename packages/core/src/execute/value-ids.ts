import { type Dictionary, ValueKind, type Vector } from '../columns/table.js'
import { ExactNumber, readValue, type Value } from './value.js'

/** Offset of a mantissa of 8 or 16 bits in a table of all of them. */
const narrow = 32_768

/**
 * Numbers different values from 0 in order of first appearance. Null and missing are one value; numbers are equal
 * when their decimals are. Texts are looked up once per dictionary, small scaled integers once per scale.
 */
export class ValueIds {
  readonly values: Value[] = []
  readonly #ids = new Map<unknown, number>()
  #dictionary: Dictionary | undefined
  #codes = new Int32Array(0)
  #scale = -1
  #mantissas = new Int32Array(0)

  constructor(readonly onNew: (count: number) => void) {}

  /** Writes the id of each of `rows` (`null`: all) to `out[row]`. */
  assign(vector: Vector, rows: Int32Array | null, out: Int32Array): void {
    const count = rows === null ? vector.length : rows.length
    const { kinds, kind, codes, dictionary, numbers, scaled, exact } = vector
    if (dictionary !== undefined && dictionary !== this.#dictionary) this.#startDictionary(dictionary)
    const small = scaled !== undefined && isNarrow(scaled.mantissa) ? scaled : undefined
    if (small !== undefined && small.scale !== this.#scale) this.#startScale(small.scale)
    for (let k = 0; k < count; k++) {
      const row = rows === null ? k : rows[k]!
      const rowKind = kinds === undefined ? kind : kinds[row]
      if (rowKind === ValueKind.text) {
        const code = codes![row]!
        const known = this.#codes[code]!
        out[row] = known >= 0 ? known : this.#learnCode(code)
      } else if (rowKind === ValueKind.number && exact?.has(row) !== true) {
        const at = small === undefined ? -1 : small.mantissa[row]! + narrow
        const known = at < 0 ? -1 : this.#mantissas[at]!
        if (known >= 0) {
          out[row] = known
        } else {
          const number = numbers![row]! + 0
          const id = this.#idOf(number, number)
          if (at >= 0) this.#mantissas[at] = id
          out[row] = id
        }
      } else {
        out[row] = this.idOf(readValue(vector, row))
      }
    }
  }

  idOf(value: Value): number {
    return this.#idOf(keyOf(value), value)
  }

  #idOf(key: unknown, value: Value): number {
    let id = this.#ids.get(key)
    if (id === undefined) {
      id = this.values.length
      this.#ids.set(key, id)
      this.values.push(value)
      this.onNew(this.values.length)
    }
    return id
  }

  #learnCode(code: number): number {
    const id = this.idOf(this.#dictionary!.text(code))
    this.#codes[code] = id
    return id
  }

  #startDictionary(dictionary: Dictionary): void {
    this.#dictionary = dictionary
    if (this.#codes.length < dictionary.size) this.#codes = new Int32Array(dictionary.size)
    this.#codes.fill(-1)
  }

  #startScale(scale: number): void {
    this.#scale = scale
    this.#mantissas = new Int32Array(2 * narrow).fill(-1)
  }
}

function isNarrow(lane: object): boolean {
  return lane instanceof Int8Array || lane instanceof Int16Array
}

/** Texts get a prefix, so that none is taken for a number's exact text. */
export function keyOf(value: Value): unknown {
  if (typeof value === 'string') return `t${value}`
  if (value instanceof ExactNumber) return `n${value.text}`
  return typeof value === 'object' && value !== null ? `j${value.text}` : value
}
