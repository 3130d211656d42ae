import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Dictionary, Unread, ValueKind, type Vector } from '../columns/table.js'
import { SkipTally } from './skip-tally.js'

const texts = ['n/a', 'oak', '–', '12']
const dictionary: Dictionary = {
  size: texts.length,
  text: (code) => texts[code]!,
  find: (text) => texts.indexOf(text),
}

it('counts rows together as it counts them one by one', () => {
  const kind = fc.constantFrom(...Object.values(ValueKind))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(kind, fc.nat(3), fc.constantFrom(...Object.values(Unread))), { minLength: 1 }),
      fc.boolean(),
      fc.boolean(),
      (cells, isAlike, isReading) => {
        const first = cells[0]![0]
        const vector: Vector = {
          length: cells.length,
          ...(isAlike ? { kind: first } : { kinds: Uint8Array.from(cells, ([of]) => of) }),
          codes: Uint16Array.from(cells, ([, code]) => code),
          dictionary,
          ...(isReading ? { unread: Uint8Array.from(cells, ([, , why]) => why) } : {}),
        }
        const rows = Int32Array.from(cells.keys()).filter((row) => row % 2 === 0)
        const [together, single] = [new SkipTally(cells.length), new SkipTally(cells.length)]
        together.addRows('a', vector, rows)
        for (const row of rows) single.add('a', vector, row)
        expect(together.list()).toEqual(single.list())
        expect(together.total).toBe(single.total)
      },
    ),
  )
})

it('clears ranges as it clears records one by one', () => {
  const vector: Vector = { length: 1, kind: ValueKind.null }
  for (const [from, count] of [
    [0, 30],
    [3, 5],
    [7, 18],
    [8, 8],
    [9, 1],
    [4, 0],
  ] as const) {
    const tally = new SkipTally(30)
    for (let record = 0; record < 30; record++) tally.suspect(record, 'a', vector, 0)
    tally.clear(29)
    tally.clearRange(from, count)
    expect(tally.total).toBe(30 - count - (from + count > 29 ? 0 : 1))
  }
})
