import { compareBytes } from '../compare-bytes.js'
import type { ChunkTexts } from '../statistics/chunk-texts.js'
import { isEmptyBytes, mayBeEmpty } from './empty-bytes.js'
import { maxReadCharacters } from './read-text.js'
import type { DateBounds } from './reading-bounds.js'
import type { ReadingTally } from './reading-tally.js'
import { scanDigits } from './scan-digits.js'
import { scanIsoDate, scannedDate } from './scan-iso-date.js'
import { createUnreadableTest } from './unreadable-bytes.js'

/** Longer texts are read by nothing. */
export const maxReadBytes = maxReadCharacters * 4
const isUnreadable = createUnreadableTest()

/** The ISO dates of a stretch of texts, of which only the bounds are kept. */
export class DateStretch {
  /** Rows that hold one. */
  times = 0
  #least = Number.POSITIVE_INFINITY
  #greatest = Number.NEGATIVE_INFINITY
  #first = 0
  #firstEnd = 0
  #last = 0
  #lastEnd = 0

  /** A date as `scanIsoDate` took it, in the heap of the others. */
  add(heap: Uint8Array, start: number, times: number): void {
    const { isoEnd, order } = scannedDate
    this.times += times
    if (
      order < this.#least ||
      (order === this.#least && compareBytes(heap, start, isoEnd, heap, this.#first, this.#firstEnd) < 0)
    ) {
      this.#least = order
      this.#first = start
      this.#firstEnd = isoEnd
    }
    if (
      order > this.#greatest ||
      (order === this.#greatest && compareBytes(heap, start, isoEnd, heap, this.#last, this.#lastEnd) > 0)
    ) {
      this.#greatest = order
      this.#last = start
      this.#lastEnd = isoEnd
    }
  }

  /** Adds the bounds of at least one date. */
  bound(bounds: DateBounds, heap: Uint8Array): void {
    bounds.add(heap, this.#first, this.#firstEnd)
    bounds.add(heap, this.#last, this.#lastEnd)
  }
}

/** What the bytes of a stretch of texts say. */
export class ByteStretch {
  /** Rows of texts that nothing reads, and that are neither blank nor placeholders. */
  unreadable = 0
  readonly local = new DateStretch()
  readonly zoned = new DateStretch()

  /**
   * Takes the texts from `from` on, up to `to` or to the first one that must be decoded to be read; where it stopped.
   * Texts of digits go to the tally at once.
   */
  scan(
    tally: ReadingTally,
    { heap, offsets, counts }: Pick<ChunkTexts, 'heap' | 'offsets' | 'counts'>,
    from: number,
    to: number,
  ): number {
    const { local, zoned } = this
    let code = from
    for (; code < to; code++) {
      const times = counts[code]!
      if (times === 0) continue
      const start = offsets[code]!
      const end = offsets[code + 1]!
      if (end - start > maxReadBytes) {
        if (!isEmptyBytes(heap, start, end)) this.unreadable += times
      } else if (scanIsoDate(heap, start, end)) {
        if (scannedDate.zoned) zoned.add(heap, start, times)
        else local.add(heap, start, times)
      } else if (scanDigits(heap, start, end)) tally.addDigits(heap, start, end, times)
      else if (!mayBeEmpty(heap, start, end) && isUnreadable(heap, start, end)) this.unreadable += times
      else break
    }
    return code
  }
}
