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
  #first: Uint8Array | undefined
  #last: Uint8Array | undefined

  add(bytes: Uint8Array, start: number, end: number): void {
    const first = this.#first
    const last = this.#last
    if (first === undefined || compareBytes(bytes, start, end, first, 0, first.length) < 0)
      this.#first = bytes.slice(start, end)
    if (last === undefined || compareBytes(bytes, start, end, last, 0, last.length) > 0)
      this.#last = bytes.slice(start, end)
  }

  /** ISO texts. At least one date must have been added. */
  get(): { readonly min: string; readonly max: string } {
    return { min: textOf(this.#first!), max: textOf(this.#last!) }
  }
}

function textOf(bytes: Uint8Array): string {
  return decodeWtf8(bytes, 0, bytes.length)
}
