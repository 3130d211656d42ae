import { expect, it } from 'vitest'
import { Tape } from './tape.js'

it('loses nothing when values and rows are full at once', () => {
  const rows: number[] = []
  const values: number[] = []
  const tape = new Tape((batch) => {
    rows.push(...batch.rows.row.subarray(0, batch.rows.length))
    values.push(...batch.row.subarray(0, batch.length))
  })
  // 64 rows fill the first row lanes; the 65th ends with the value that fills the first value lanes.
  for (let row = 0; row < 65; row++) {
    for (let i = 0; i < (row === 64 ? 192 : 1); i++) tape.addValue(0, row, 1, 0, 0, 0)
    tape.addRow(0, row, -1, row, 0, 0)
  }
  tape.flush()
  expect(rows).toEqual(Array.from({ length: 65 }, (_, row) => row))
  expect(values).toHaveLength(256)
})
