import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readDate } from './date-text.js'
import { ReadingTally } from './reading-tally.js'

const two = (number: number): string => String(number).padStart(2, '0')
const writers: readonly ((year: number, month: number, day: number) => string)[] = [
  (year, month, day) => `${year}-${two(month)}-${two(day)}`,
  (year, month, day) => `${year}/${month}/${day}`,
  (year, month, day) => `${day}.${month}.${year}`,
  (year, month, day) => `${day}/${month}/${year}`,
  (year, month, day) => `${month}/${day}/${year}`,
  (year, month, day) =>
    `${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep'][month]} ${day}, ${year}`,
]
const day = fc.tuple(
  fc.integer({ min: 1990, max: 2010 }),
  fc.integer({ min: 1, max: 8 }),
  fc.integer({ min: 1, max: 28 }),
)
const tail = fc.constantFrom('', '', '', ' 07:30', ' 23:59:59', ' 07:30Z', ' 07:30:01+0200')
const column = fc.tuple(
  fc.constantFrom(...writers),
  fc.array(fc.tuple(day, tail), { minLength: 2, maxLength: 12 }),
)

it('knows the first and the last date in every format, and how many there are', () => {
  let decided = 0
  fc.assert(
    fc.property(column, ([write, dates]) => {
      const texts = dates.map(([[year, month, date], time]) => write(year, month, date) + time)
      const tally = new ReadingTally(texts.length, true)
      for (const text of texts) tally.add(text, 2)
      const rule = tally.decide()
      if (rule?.kind !== 'date') return
      decided++
      const isos = texts
        .flatMap((text) => readDate(text, rule.format) ?? [])
        .filter(({ zoned }) => zoned === (rule.zone !== undefined))
        .map(({ iso }) => iso)
        .sort()
      const { read, unread, dates: bounds } = tally.describe(rule)!
      expect({ read, unread, ...bounds!.get() }).toEqual({
        read: isos.length * 2,
        unread: (texts.length - isos.length) * 2,
        min: isos[0],
        max: isos.at(-1),
      })
    }),
    { numRuns: 500 },
  )
  expect(decided).toBeGreaterThan(100)
})
