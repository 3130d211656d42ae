import { decodeWtf8 } from '../../json/text.js'
import { compareBytes } from '../compare-bytes.js'
import { compareDecimals, type Decimal, decimalOfDouble, formatDecimal } from '../decimal.js'

/** Least and greatest of exact numbers; those that doubles hold are compared as doubles. */
export class NumberBounds {
  #integer = true
  #low: Decimal | undefined
  #high: Decimal | undefined
  #least = Number.POSITIVE_INFINITY
  #greatest = Number.NEGATIVE_INFINITY

  addDecimal(decimal: Decimal): void {
    if (decimal.exponent < 0) this.#integer = false
    if (this.#low === undefined || compareDecimals(decimal, this.#low) < 0) this.#low = decimal
    if (this.#high === undefined || compareDecimals(decimal, this.#high) > 0) this.#high = decimal
  }

  addDouble(value: number): void {
    if (value < this.#least) this.#least = value
    if (value > this.#greatest) this.#greatest = value
    if (this.#integer && !Number.isInteger(value)) this.#integer = false
  }

  /** Numbers that are known by their bounds. */
  addRange(integer: boolean, min: Decimal | undefined, max: Decimal | undefined): void {
    if (!integer) this.#integer = false
    if (min !== undefined) this.addDecimal(min)
    if (max !== undefined) this.addDecimal(max)
  }

  /** Decimal texts. At least one number must have been added. */
  get(): { readonly integer: boolean; readonly min: string; readonly max: string } {
    if (this.#least <= this.#greatest) {
      this.addDecimal(decimalOfDouble(this.#least))
      this.addDecimal(decimalOfDouble(this.#greatest))
    }
    return { integer: this.#integer, min: formatDecimal(this.#low!), max: formatDecimal(this.#high!) }
  }
}

/** First and last of ISO dates, which their texts' bytes order. */
export class DateBounds {
  readonly #first = new BoundText()
  readonly #last = new BoundText()
  #min: string | undefined
  #max: string | undefined

  add(bytes: Uint8Array, start: number, end: number): void {
    if (this.#first.compare(bytes, start, end) < 0 || this.#first.length < 0)
      this.#first.set(bytes, start, end)
    if (this.#last.compare(bytes, start, end) > 0 || this.#last.length < 0) this.#last.set(bytes, start, end)
  }

  /** An ISO text: its characters are ASCII, and order as their bytes do. */
  addText(iso: string): void {
    if (this.#min === undefined || iso < this.#min) this.#min = iso
    if (this.#max === undefined || iso > this.#max) this.#max = iso
  }

  /** ISO texts. At least one date must have been added. */
  get(): { readonly min: string; readonly max: string } {
    if (this.#first.length >= 0) {
      this.addText(this.#first.text)
      this.addText(this.#last.text)
    }
    return { min: this.#min!, max: this.#max! }
  }
}

/** A text that is replaced often (dates mostly ascend), in memory of its own. */
class BoundText {
  /** -1 before the first. */
  length = -1
  #bytes = new Uint8Array(32)

  compare(bytes: Uint8Array, start: number, end: number): number {
    return compareBytes(bytes, start, end, this.#bytes, 0, Math.max(0, this.length))
  }

  set(bytes: Uint8Array, start: number, end: number): void {
    this.length = end - start
    if (this.length > this.#bytes.length) this.#bytes = new Uint8Array(2 * this.length)
    for (let i = 0; i < this.length; i++) this.#bytes[i] = bytes[start + i]!
  }

  get text(): string {
    return decodeWtf8(this.#bytes, 0, this.length)
  }
}
