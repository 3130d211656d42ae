import { expect, it } from 'vitest'
import { ColumnLine } from './column-line.js'

const columns = Array.from({ length: 5 }, (_, at) => ({ at, table: 0, column: at }))

it('gives each column once, in order, to whoever has the same line', () => {
  const one = new ColumnLine(columns)
  const other = new ColumnLine(structuredClone(columns), one.next)
  const taken = [one.take(), other.take(), other.take(), one.take(), other.take()]
  expect(taken.map((column) => column?.at)).toEqual([0, 1, 2, 3, 4])
  expect([one.take(), other.take()]).toEqual([undefined, undefined])
})

it('gives nothing after it was closed', () => {
  const one = new ColumnLine(columns)
  const other = new ColumnLine(columns, one.next)
  one.take()
  one.close()
  expect([one.take(), other.take()]).toEqual([undefined, undefined])
})
