import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeText } from '../../json/text.js'
import { isHeldByDouble, parseDecimal } from '../decimal.js'
import { readNumber } from './number-text.js'
import { ReadingTally } from './reading-tally.js'
import { scanDigits, scanned, toNumber } from './scan-digits.js'

const digitTexts = fc.stringMatching(/^-?\d{1,9}(\.\d{1,7})?$/)
const anyTexts = fc.stringMatching(/^[-+0-9.,e x]{0,20}$/)

it('takes what the pattern takes, with the same number', () => {
  fc.assert(
    fc.property(fc.oneof(digitTexts, anyTexts), (text) => {
      const bytes = encodeText(`_${text}_`)
      if (!scanDigits(bytes, 1, bytes.length - 1)) {
        expect(/^-?\d{1,7}(\.\d{1,7})?$/.test(text)).toBe(false)
        return
      }
      const isCode = scanned.leadingZero && scanned.whole > 1
      const value = toNumber(bytes, 1, bytes.length - 1)
      expect(readNumber(text, 'plain', '')).toBe(isCode ? undefined : text)
      expect(isHeldByDouble(parseDecimal(text)!, value)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

it('decides by digits what it decides by texts', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(digitTexts, anyTexts), { minLength: 1, maxLength: 12 }), (texts) => {
      const slow = new ReadingTally(texts.length, true)
      const fast = new ReadingTally(texts.length, true)
      for (const text of texts) {
        const bytes = encodeText(text)
        slow.add(text, 1)
        if (scanDigits(bytes, 0, bytes.length))
          fast.addDigits(scanned.whole, scanned.fraction, scanned.leadingZero, 1)
        else fast.add(text, 1)
      }
      expect(fast.decide()).toEqual(slow.decide())
    }),
    { numRuns: 1000 },
  )
})
