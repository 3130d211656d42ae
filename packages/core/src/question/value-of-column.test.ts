import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const games = writeRows(
  ['Year', 'Competition', 'Venue', 'Opponent', 'Trainer'],
  [
    ['2001', 'Baltic Cup', 'Riga', 'Finland', 'Ann Berg'],
    ['2001', 'Friendly', 'Oslo', 'Spain', 'Bo Conti'],
    ['2002', 'Baltic Cup', 'Tartu', 'Finland', 'Bo Conti'],
    ['2003', 'Baltic Cup', 'Riga', 'Norway', 'Ann Berg'],
  ],
)

describe('values whose column is named behind them', () => {
  it.each([
    ['how many times was Finland the opponent?', '2'],
    ['how many times is Riga listed as the venue?', '2'],
    ['how many games have Bo Conti as their trainer?', '2'],
    ['how many times was Riga the opponent?', 'needs-model'],
    ['Wie oft war Finland der Opponent?', '2'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(games))(question)).toBe(answer)
  })
})

describe('verbs that say only that there was the thing', () => {
  it.each([
    ['how many competitions were held in 2001?', '2'],
    ['how many games were held in Riga?', '2'],
    ['how many games held in Riga?', '2'],
    ['what was the number of games held?', 'needs-model'],
    ['Wie viele Spiele wurden in Riga ausgetragen?', '2'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(games))(question)).toBe(answer)
  })
})

describe('readings that find nothing', () => {
  const people = writeRows(
    ['Name', 'Joined', 'Birth date', 'Elected'],
    [
      ['Ann Berg', '12 May 2001', '1 June 1976', '1 June 2004'],
      ['Bo Conti', '13 May 2002', '2 July 1976', '2 July 2005'],
      ['Cy Diaz', '14 May 2001', '3 July 1981', '3 July 2001'],
    ],
  )

  it.each([
    ['how many people were born in 1976?', 'ambiguous'],
    ['who was the only one born in 1981?', 'ambiguous'],
    ['how many people were there in 2001?', 'ambiguous'],
    ['how many people were born in 1950?', 'ambiguous'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(people))(question)).toBe(answer)
  })

  it('says what bounds a time as one', async () => {
    const ask = await openRows(games)
    expect(await ask('how many games were held from 2001 to 2002?')).toBe('3')
  })
})
