import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeText } from '../../json/text.js'
import { KeyTable } from './key-table.js'

it('says of keys what a set says, however many were expected', () => {
  const texts = fc.array(fc.string({ maxLength: 4 }), { maxLength: 300 })
  const numbers = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 99 })), {
    maxLength: 300,
  })
  fc.assert(
    fc.property(texts, numbers, fc.nat(300), (someTexts, someNumbers, expected) => {
      const table = new KeyTable(expected)
      const known = new Set<string | number>()
      const bytesOf = (text: string) => encodeText(`<${text}>`)
      const half = <Value>(values: readonly Value[]) => values.slice(0, values.length / 2)
      for (const text of half(someTexts)) {
        const bytes = bytesOf(text)
        expect(table.addText(bytes, 1, bytes.length - 1)).toBe(!known.has(text))
        known.add(text)
      }
      for (const number of half(someNumbers)) {
        const value = number === 0 ? 0 : number
        expect(table.addNumber(number)).toBe(!known.has(value))
        known.add(value)
      }
      expect(table.size).toBe(known.size)
      for (const text of someTexts) {
        const bytes = bytesOf(text)
        expect(table.hasText(bytes, 1, bytes.length - 1)).toBe(known.has(text))
      }
      for (const number of someNumbers)
        expect(table.hasNumber(number)).toBe(known.has(number === 0 ? 0 : number))
    }),
  )
})
