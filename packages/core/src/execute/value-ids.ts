import { ByteTable, grown, openAccount } from '../columns/byte-table.js'
import { type Dictionary, ValueKind, type Vector } from '../columns/table.js'
import { decodeWtf8, encodeText } from '../json/text.js'
import { ExactNumber, readValue, type Value } from './value.js'

/** Offset of a mantissa of 8 or 16 bits in a table of all of them. */
const narrow = 32_768

/** Stands for a text that was looked up and has no id. */
const absent = -2

/**
 * Numbers different values from 0 in order of first appearance. Null and missing are one value; numbers are equal
 * when their decimals are. Texts are looked up once per dictionary, small scaled integers once per scale. Texts are held
 * as bytes: a million of them take tens of megabytes, not hundreds.
 */
export class ValueIds {
  /** Number of different values. */
  size = 0
  readonly #texts = new ByteTable(openAccount())
  /** Of each text its id. */
  #idOfText = new Int32Array(16)
  /** Of each id one more than its text; 0 for other values. */
  #textOfId = new Int32Array(16)
  /** Texts that have an id: they are numbered in order, and one beyond is new. */
  #known = 0
  readonly #others = new Map<number, Value>()
  readonly #ids = new Map<unknown, number>()
  #dictionary: Dictionary | undefined
  #codes = new Int32Array(0)
  #scale = -1
  #mantissas = new Int32Array(0)

  constructor(readonly onNew: (count: number) => void) {}

  /** Writes the id of each of `rows` (`null`: all) to `out[row]`. */
  assign(vector: Vector, rows: Int32Array | null, out: Int32Array): void {
    this.number(vector, rows, out, true)
  }

  /** The same; unless it `learns`, -1 for a value without an id. */
  number(vector: Vector, rows: Int32Array | null, out: Int32Array, learns: boolean): void {
    const { kinds, kind, codes, dictionary, scaled, exact } = vector
    if (dictionary !== undefined && dictionary !== this.#dictionary) this.#startDictionary(dictionary)
    const small = scaled !== undefined && isNarrow(scaled.mantissa) ? scaled : undefined
    if (small !== undefined && small.scale !== this.#scale) this.#startScale(small.scale)
    if (kinds === undefined && kind === ValueKind.text) this.#numberTexts(codes!, rows, out, learns)
    else if (kinds === undefined && kind === ValueKind.number && small !== undefined && exact === undefined)
      this.#numberMantissas(vector, small.mantissa, rows, out, learns)
    else this.#numberMixed(vector, rows, out, learns)
  }

  /** All are texts. */
  #numberTexts(codes: Uint16Array, rows: Int32Array | null, out: Int32Array, learns: boolean): void {
    const table = this.#codes
    const count = rows === null ? codes.length : rows.length
    for (let k = 0; k < count; k++) {
      const row = rows === null ? k : rows[k]!
      const code = codes[row]!
      const id = table[code]!
      out[row] = id
      if (id < 0) out[row] = this.#idOfCode(code, learns)
    }
  }

  /** All are numbers with a mantissa that a table of all of them has. */
  #numberMantissas(
    vector: Vector,
    mantissas: { readonly length: number; readonly [row: number]: number },
    rows: Int32Array | null,
    out: Int32Array,
    learns: boolean,
  ): void {
    const table = this.#mantissas
    const count = rows === null ? mantissas.length : rows.length
    for (let k = 0; k < count; k++) {
      const row = rows === null ? k : rows[k]!
      const at = mantissas[row]! + narrow
      const id = table[at]!
      out[row] = id
      if (id < 0) out[row] = table[at] = this.#idOfNumber(vector.numbers![row]!, learns)
    }
  }

  #numberMixed(vector: Vector, rows: Int32Array | null, out: Int32Array, learns: boolean): void {
    const { kinds, kind, codes, numbers, exact } = vector
    const count = rows === null ? vector.length : rows.length
    for (let k = 0; k < count; k++) {
      const row = rows === null ? k : rows[k]!
      const rowKind = kinds === undefined ? kind : kinds[row]
      if (rowKind === ValueKind.text) {
        const code = codes![row]!
        const known = this.#codes[code]!
        out[row] = known >= 0 ? known : this.#idOfCode(code, learns)
      } else if (rowKind === ValueKind.number && exact?.has(row) !== true) {
        out[row] = this.#idOfNumber(numbers![row]!, learns)
      } else {
        const value = readValue(vector, row)
        out[row] = learns ? this.idOf(value) : this.#find(value)
      }
    }
  }

  idOf(value: Value): number {
    if (typeof value !== 'string') return this.#idOf(keyOf(value), value)
    const { heap, start, end } = bytesOf(value)
    return this.#idOfBytes(heap, start, end)
  }

  /** The value of an id. */
  read(id: number): Value {
    const text = this.#textOfId[id]! - 1
    if (text < 0) return this.#others.get(id) ?? null
    return decodeWtf8(this.#texts.heap, this.#texts.offsets[text]!, this.#texts.offsets[text + 1]!)
  }

  #find(value: Value): number {
    if (typeof value !== 'string') return this.#ids.get(keyOf(value)) ?? -1
    const { heap, start, end } = bytesOf(value)
    return this.#findBytes(heap, start, end)
  }

  #findBytes(heap: Uint8Array, start: number, end: number): number {
    const text = this.#texts.find(heap, start, end)
    return text < 0 ? -1 : this.#idOfText[text]!
  }

  #idOfBytes(heap: Uint8Array, start: number, end: number): number {
    const text = this.#texts.add(heap, start, end)
    if (text >= this.#idOfText.length) this.#idOfText = grown(this.#idOfText, text * 2)
    if (text < this.#known) return this.#idOfText[text]!
    this.#known = text + 1
    const id = this.#next()
    this.#idOfText[text] = id
    this.#textOfId[id] = text + 1
    return id
  }

  #next(): number {
    const id = this.size++
    if (id >= this.#textOfId.length) this.#textOfId = grown(this.#textOfId, id * 2)
    this.onNew(this.size)
    return id
  }

  #idOf(key: unknown, value: Value): number {
    let id = this.#ids.get(key)
    if (id === undefined) {
      id = this.#next()
      this.#ids.set(key, id)
      this.#others.set(id, value)
    }
    return id
  }

  #idOfNumber(value: number, learns: boolean): number {
    const number = value + 0
    return learns ? this.#idOf(number, number) : (this.#ids.get(number) ?? -1)
  }

  /** The id of a text that the table of codes has none for, or has none for yet. */
  #idOfCode(code: number, learns: boolean): number {
    if (!learns && this.#codes[code] === absent) return -1
    const dictionary = this.#dictionary!
    const bytes = dictionary.bytes?.(code) ?? bytesOf(dictionary.text(code))
    const id = learns
      ? this.#idOfBytes(bytes.heap, bytes.start, bytes.end)
      : this.#findBytes(bytes.heap, bytes.start, bytes.end)
    this.#codes[code] = id < 0 ? absent : id
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

function bytesOf(text: string): { heap: Uint8Array; start: number; end: number } {
  const heap = encodeText(text)
  return { heap, start: 0, end: heap.length }
}

/** Texts get a prefix, so that none is taken for a number's exact text. */
export function keyOf(value: Value): unknown {
  if (typeof value === 'string') return `t${value}`
  if (value instanceof ExactNumber) return `n${value.text}`
  return typeof value === 'object' && value !== null ? `j${value.text}` : value
}
