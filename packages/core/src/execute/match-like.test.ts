import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeText } from '../json/text.js'
import { createPartTest, matchLike, readPattern } from './match-like.js'

const sign = fc.constantFrom('a', 'A', 'b', 'K', '\u212a', 'ß', 'é', 'e\u0301', '😀', '\ud83d', '\u0000', ' ')
const text = fc.string({ unit: sign, maxLength: 12 })
const pattern = fc.string({ unit: fc.oneof(sign, fc.constantFrom('%', '_', '\\')), maxLength: 6 })

it('finds in bytes what every text that matches holds, and decides where nothing else is asked for', () => {
  let [matched, decided] = [0, 0]
  const check = (one: string, like: string) => {
    const read = readPattern(like, '\\')
    const part = createPartTest(read)
    if (part === undefined) return
    const bytes = encodeText(`${one}${one}`)
    const [start, end] = [encodeText(one).length, bytes.length]
    // A pair of surrogates is not two halves behind one another.
    if (bytes.length !== 2 * start) return
    const [holds, matches] = [part.holds(bytes, start, end), matchLike(one, read)]
    if (matches) expect(holds).toBe(true)
    if (part.decides) expect(holds).toBe(matches)
    matched += +matches
    decided += +part.decides
  }
  fc.assert(fc.property(text, pattern, check), { numRuns: 2000 })
  fc.assert(
    fc.property(text, fc.string({ unit: sign, maxLength: 3 }), (one, inner) => check(one, `%${inner}%`)),
    { numRuns: 2000 },
  )
  expect(Math.min(matched, decided)).toBeGreaterThan(100)
})

it('looks for long parts', () => {
  const long = `${'ab'.repeat(120)}c`
  const part = createPartTest(readPattern(`%${long}%`))!
  const bytes = encodeText(`ab${long.toUpperCase()}b`)
  expect(part.holds(bytes, 0, bytes.length)).toBe(true)
  expect(part.holds(bytes, 0, bytes.length - 2)).toBe(false)
  expect(part.holds(bytes, 3, bytes.length)).toBe(false)
  expect(createPartTest(readPattern(`%${'ab'.repeat(200)}%`))).toBeUndefined()
})
