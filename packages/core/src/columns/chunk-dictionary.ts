import { decodeWtf8, encodeText } from '../json/text.js'
import type { Dictionary } from './table.js'

/** The texts of one chunk over its bytes. Texts decode when asked for and are kept; `longTexts` follow the inline ones. */
export class ChunkDictionary implements Dictionary {
  readonly #texts: (string | undefined)[] = []

  constructor(
    private readonly inline: {
      readonly size: number
      readonly offsets: Uint32Array
      readonly heap: Uint8Array
    },
    private readonly longTexts: readonly string[] = [],
  ) {}

  get size(): number {
    return this.inline.size + this.longTexts.length
  }

  text(code: number): string {
    const { size, offsets, heap } = this.inline
    if (code >= size) return this.longTexts[code - size]!
    const known = this.#texts[code]
    if (known !== undefined) return known
    const text = decodeWtf8(heap, offsets[code]!, offsets[code + 1]!)
    this.#texts[code] = text
    return text
  }

  bytes(code: number): { heap: Uint8Array; start: number; end: number } | undefined {
    const { size, offsets, heap } = this.inline
    return code < size ? { heap, start: offsets[code]!, end: offsets[code + 1]! } : undefined
  }

  find(text: string): number {
    const { size, offsets, heap } = this.inline
    const bytes = encodeText(text)
    for (let code = 0; code < size; code++) {
      const from = offsets[code]!
      if (offsets[code + 1]! - from !== bytes.length) continue
      let at = 0
      while (at < bytes.length && heap[from + at] === bytes[at]) at++
      if (at === bytes.length) return code
    }
    const long = this.longTexts.indexOf(text)
    return long < 0 ? -1 : size + long
  }
}
