import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const refused = /^(?:unknown-word|needs-model|ambiguous|not-in-data)$/u

const races = writeRows(
  ['Year', 'Race', 'Winner', 'Second', 'Points', 'Run 2'],
  [
    ['2001', 'Lake', 'Ann Berg', 'Cy Diaz', '12', '51.2'],
    ['2002', 'Hill', 'Bo Conti', 'Ann Berg', '30', '50.9'],
    ['2003', 'Moor', 'Ann Berg', 'Di Ekman', '21', '53.7'],
    ['2004', 'Fell', 'Cy Diaz', 'Bo Conti', '8', '52.0'],
  ],
)

describe('a verb that the column of a name says', () => {
  it.each([
    ['how many races did Ann Berg win?', '2'],
    ['how many races were won by Bo Conti?', '1'],
    ['how many times did Ann Berg win?', '2'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(races))(question)).toBe(answer)
  })

  it.each(['how many races did Ann Berg drive?', 'how many races did Di Ekman win?'])(
    'refuses what it does not say: %s',
    async (question) => {
      expect(await (await openRows(races))(question)).toMatch(refused)
    },
  )

  it('counts no name that another one follows without a sign', async () => {
    const pairs = writeRows(
      ['Race', 'Winner'],
      [
        ['Lake', 'Ann Berg'],
        ['Hill', 'Ann Berg Bo Conti'],
        ['Moor', 'Ann Berg & Cy Diaz'],
      ],
    )
    expect(await (await openRows(pairs))('how many races did Ann Berg win?')).toMatch(refused)
  })
})

describe('first in a column', () => {
  it.each([
    ['which race ranks first in points?', 'Hill'],
    ['which race finished first in points?', 'Hill'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(races))(question)).toBe(answer)
  })

  it('is not the most where the first has the least', async () => {
    expect(await (await openRows(races))('which race ranks first in run 2?')).toMatch(refused)
  })
})

describe('words that stand beside a name', () => {
  it.each([
    ['how many times does Ann Berg appear in the winner column?', '2'],
    ['Wie oft steht Ann Berg in der Spalte Winner?', '2'],
    ['what is the only race to come out in the year 2003?', 'Moor'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(races))(question)).toBe(answer)
  })

  it('are nothing by themselves', async () => {
    expect(await (await openRows(races))('how many columns are there?')).toMatch(refused)
  })
})
