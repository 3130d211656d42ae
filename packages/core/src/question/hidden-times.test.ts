import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const tickets = writeRows(
  ['id', 'state', 'created', 'closed'],
  [
    ['101', 'open', '2024-01-03', ''],
    ['102', 'closed', '2024-01-05', '2024-02-01'],
    ['103', 'closed', '2023-12-24', '2024-01-02'],
  ],
)
const films = writeRows(
  ['Title', 'Year', 'Release date'],
  [
    ['Rain', '2001', 'March 4, 2005'],
    ['Hail', '2002', 'June 1, 2003'],
    ['Snow', '2003', 'May 9, 2003'],
  ],
)
const games = writeRows(
  ['Home', 'Away', 'Score'],
  [
    ['Reds', 'Blues', '2-1'],
    ['Blues', 'Reds', '0-0'],
    ['Reds', 'Greens', '3-1'],
    ['Greens', 'Reds', '1-2'],
    ['Blues', 'Greens', '1-2'],
  ],
)

describe('a count that may be of other rows', () => {
  it.each([
    [tickets, 'tickets', 'how many tickets were closed before 2024?'],
    [tickets, 'tickets', 'which ticket was closed in 2023?'],
    [tickets, 'tickets', 'Wie viele Tickets wurden vor 2024 closed?'],
    [films, 'films', 'how many films were released in 2002?'],
    [films, 'films', 'which film was released in 2002?'],
    [games, 'games', 'how many games did Reds play?'],
    [games, 'games', 'how many times did Reds play Blues?'],
    [games, 'table', 'Wie viele Spiele hat Reds gespielt?'],
  ])('%#: refuses', async (rows, name, question) => {
    expect(await (await openRows(rows, name))(question)).toBe('ambiguous')
  })

  it('agrees where the rows are the same', async () => {
    expect(await (await openRows(tickets, 'tickets'))('how many tickets were closed?')).toBe('2')
  })
})
