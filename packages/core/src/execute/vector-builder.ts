import { type Dictionary, Unread, ValueKind, type Vector } from '../columns/table.js'
import { ExactNumber, JsonText, readValue, type Value } from './value.js'

/** Rows of one built vector: as many as 16-bit dictionary codes can tell apart. */
export const maxVectorRows = 65_536

/** Builds one vector value by value, at most `maxVectorRows`. */
export class VectorBuilder {
  #length = 0
  readonly #kinds: Uint8Array
  #numbers: Float64Array | undefined
  #codes: Uint16Array | undefined
  #unread: Uint8Array | undefined
  readonly #exact = new Map<number, string>()
  readonly #json = new Map<number, string>()
  readonly #texts: string[] = []
  readonly #codeOf = new Map<string, number>()

  constructor(readonly capacity: number) {
    this.#kinds = new Uint8Array(capacity)
  }

  /** Appends row `row` of another vector; missing stays missing, and why there is no value is kept. */
  copy(vector: Vector, row: number): void {
    const value = readValue(vector, row)
    const kind = vector.kinds === undefined ? vector.kind : vector.kinds[row]
    this.push(value)
    if (kind === ValueKind.missing) this.#kinds[this.#length - 1] = ValueKind.missing
    const why = vector.unread?.[row] ?? Unread.none
    if (why !== Unread.none) this.#note(why)
  }

  /** Appends the null of a row without a partner. */
  pushAbsent(): void {
    this.push(null)
    this.#note(Unread.noPartner)
  }

  #note(why: number): void {
    this.#unread ??= new Uint8Array(this.capacity)
    this.#unread[this.#length - 1] = why
  }

  push(value: Value): void {
    const row = this.#length++
    if (value === null) {
      this.#kinds[row] = ValueKind.null
    } else if (typeof value === 'boolean') {
      this.#kinds[row] = value ? ValueKind.true : ValueKind.false
    } else if (typeof value === 'number' || value instanceof ExactNumber) {
      this.#kinds[row] = ValueKind.number
      this.#numbers ??= new Float64Array(this.capacity)
      this.#numbers[row] = typeof value === 'number' ? value : value.nearest
      if (typeof value !== 'number') this.#exact.set(row, value.text)
    } else if (value instanceof JsonText) {
      this.#kinds[row] = ValueKind.json
      this.#json.set(row, value.text)
    } else {
      this.#kinds[row] = ValueKind.text
      this.#codes ??= new Uint16Array(this.capacity)
      this.#codes[row] = this.#intern(value)
    }
  }

  build(): Vector {
    const length = this.#length
    return {
      length,
      ...kindsOf(this.#kinds.subarray(0, length)),
      ...(this.#numbers === undefined ? {} : { numbers: this.#numbers.subarray(0, length) }),
      ...(this.#exact.size === 0 ? {} : { exact: this.#exact }),
      ...(this.#codes === undefined
        ? {}
        : { codes: this.#codes.subarray(0, length), dictionary: dictionaryOf(this.#texts, this.#codeOf) }),
      ...(this.#json.size === 0 ? {} : { json: this.#json }),
      ...(this.#unread === undefined ? {} : { unread: this.#unread.subarray(0, length) }),
    }
  }

  #intern(text: string): number {
    let code = this.#codeOf.get(text)
    if (code === undefined) {
      code = this.#texts.length
      this.#texts.push(text)
      this.#codeOf.set(text, code)
    }
    return code
  }
}

/** One kind for all rows, where they are alike. */
function kindsOf(kinds: Uint8Array): Pick<Vector, 'kind' | 'kinds'> {
  const first = kinds[0]
  if (first === undefined || kinds.some((kind) => kind !== first)) return { kinds }
  return { kind: first as ValueKind }
}

function dictionaryOf(texts: readonly string[], codes: ReadonlyMap<string, number>): Dictionary {
  return { size: texts.length, text: (code) => texts[code]!, find: (text) => codes.get(text) ?? -1 }
}
