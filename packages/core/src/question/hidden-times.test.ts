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

const albums = writeRows(
  ['Title', 'Release date', 'Year recorded'],
  [
    ['Rain', 'March 4, 2002', '2001'],
    ['Cloud', 'July 8, 2003', '2004'],
    ['Moon', 'May 1, 2004', '1999'],
  ],
)
const seasons = writeRows(
  ['Country', 'Season', 'Goals'],
  [
    ['Norway', '1', '3'],
    ['Norway', '2', '2'],
    ['Spain', '1', '2'],
    ['Spain', '3', '1'],
  ],
)
const orders = JSON.stringify([
  { order: 1, customer: 'Miller', ordered: '2024-01-05' },
  { order: 2, customer: 'Schmidt', ordered: '2024-01-20' },
  { order: 3, customer: 'Open', ordered: '2023-12-30' },
])
const books = writeRows(
  ['Title', 'Publisher', 'Year', 'Sales'],
  [
    ['Ash', 'Ink', '1995', '10'],
    ['Elm', 'Ink', '1999', '20'],
    ['Oak', 'Quill', '2001', '500'],
  ],
)
const buildings = writeRows(
  ['Building', 'Built', 'Height'],
  [
    ['Tower A', '1880', '10'],
    ['Tower B', '1888', '20'],
    ['Tower C', '1899', '500'],
  ],
)
const staff = writeRows(
  ['name', 'role', 'hired', 'left'],
  [
    ['Ann', 'dev', '2022-03-01', ''],
    ['Bob', 'dev', '2020-03-01', '2022-05-01'],
    ['Cy', 'ops', '2023-03-01', ''],
  ],
)

describe('a time, an amount or a neighbour that may be another', () => {
  it.each([
    [films, 'films', 'in what year was Rain released?'],
    [films, 'films', 'in what year did Rain come out?'],
    [films, 'films', 'Wann erschien Rain?'],
    [films, 'films', 'In welchem Jahr erschien Rain?'],
    [albums, 'albums', 'in what year did Cloud come out?'],
    [albums, 'albums', 'in what year was Moon released?'],
    [albums, 'table', 'In welchem Jahr erschien Moon?'],
    [seasons, 'seasons', 'how many countries have two seasons?'],
    [seasons, 'table', 'how many countries have 2 seasons?'],
    [seasons, 'table', 'Wie viele Countries haben zwei Seasons?'],
    [orders, 'orders', 'Wie viele Orders wurden 2023 ordered?'],
    [books, 'books', 'which publisher sold the most?'],
    [books, 'books', 'which publisher earned the most?'],
    [books, 'table', 'Welcher Publisher verkaufte am meisten?'],
    [buildings, 'buildings', 'which building was built after Tower B?'],
    [buildings, 'table', 'which building was built after Tower B?'],
    [staff, 'employees', 'how many employees were there in 2022?'],
    [staff, 'employees', 'how many employees in 2022?'],
    [staff, 'employees', 'how many employees were there in March 2022?'],
    [staff, 'employees', 'Wie viele Employees gab es in 2022?'],
  ])('%#: refuses', async (rows, name, question) => {
    expect(await (await openRows(rows, name))(question)).toMatch(/^(?:unknown-word|needs-model|ambiguous)$/u)
  })

  it.each([
    [films, 'films', 'when was Rain released?', 'March 4, 2005'],
    [films, 'films', 'what year is Rain?', '2001'],
    [albums, 'albums', 'in what year was Moon recorded?', '1999'],
    [seasons, 'seasons', 'which country had 3 goals?', 'Norway'],
    [books, 'books', 'which publisher has the most books?', 'Ink'],
    [buildings, 'buildings', 'which building was built after 1888?', 'Tower C'],
    [staff, 'employees', 'how many employees were hired in 2022?', '1'],
  ])('%#: answers', async (rows, name, question, answer) => {
    expect(await (await openRows(rows, name))(question)).toBe(answer)
  })
})
