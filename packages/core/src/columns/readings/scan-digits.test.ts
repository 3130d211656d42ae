import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ReadingRule } from '../../catalog/column-reading.js'
import { encodeText } from '../../json/text.js'
import { isHeldByDouble, parseDecimal } from '../decimal.js'
import { tallyReadings } from './describe-reading.js'
import { readNumber } from './number-text.js'
import { ReadingTally } from './reading-tally.js'
import { scanDigits, scanned, toNumber } from './scan-digits.js'

const digitTexts = fc.stringMatching(/^-?\d{1,9}(\.\d{1,7})?$/)
const anyTexts = fc.stringMatching(/^[-+0-9.,e x]{0,20}$/)
const dateTexts = fc.stringMatching(/^(19|20)\d\d(-0[1-9]-[0-3]\d(T0\d:1\d:2\d(\.\d{1,3})?Z?)?)?$/)

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

function describe(tally: ReadingTally, rule: ReadingRule) {
  const { numbers, dates, ...counts } = tally.describe(rule) ?? {}
  return { ...counts, numbers: numbers?.get(), dates: dates?.get() }
}

it('decides by bytes what it decides by texts, and knows what is read', () => {
  const column = fc.oneof(
    fc.array(fc.oneof(digitTexts, anyTexts), { minLength: 1, maxLength: 12 }),
    fc.array(dateTexts, { minLength: 1, maxLength: 12 }),
    fc.array(digitTexts, { minLength: 1, maxLength: 12 }),
  )
  fc.assert(
    fc.property(column, fc.nat(12), (texts, cut) => {
      const slow = new ReadingTally(texts.length, true)
      const fast = new ReadingTally(texts.length, true)
      for (const text of texts) slow.add(text, 1)
      for (const chunk of [texts.slice(0, cut), texts.slice(cut)]) {
        const size = chunk.length
        const encoded = chunk.map((text) => encodeText(text))
        const offsets = new Uint32Array(size + 1)
        encoded.forEach(({ length }, i) => {
          offsets[i + 1] = offsets[i]! + length
        })
        const heap = Uint8Array.from(encoded.flatMap((bytes) => [...bytes]))
        tallyReadings(fast, { size, heap, offsets, counts: new Uint32Array(size).fill(1), longRows: 0 })
      }
      const rule = slow.decide()
      expect(fast.decide()).toEqual(rule)
      if (rule !== undefined) expect(describe(fast, rule)).toEqual(describe(slow, rule))
    }),
    { numRuns: 1000 },
  )
})
