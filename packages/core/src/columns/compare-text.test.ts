import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeText } from '../json/text.js'
import { compareBytes } from './compare-bytes.js'
import { compareText } from './compare-text.js'

/** Texts of few code units, so that they share beginnings: halves of pairs alone and together, and what stands around them. */
const text = fc
  .array(fc.constantFrom(0x61, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff), { maxLength: 5 })
  .map((units) => String.fromCharCode(...units))

it('orders texts as their bytes are, lone halves of pairs too', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const left = encodeText(a)
      const right = encodeText(b)
      expect(compareText(a, b)).toBe(Math.sign(compareBytes(left, 0, left.length, right, 0, right.length)))
    }),
    { numRuns: 2000 },
  )
})
