import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const race = writeRows(
  ['Place', 'Name', 'Country', 'Club', 'Points', 'Penalty points', 'Born'],
  [
    ['1', 'Ann Berg', 'Norway', 'Volta', '50', '2', '1980'],
    ['2', 'Bo Conti', 'Italy', 'Rosso', '40', '0', '1982'],
    ['3', 'Cy Diaz', 'Norway', 'Volta', '12', '5', '1981'],
    ['4', 'Di Ekman', 'Spain', 'Rosso', '11', '9', '1990'],
  ],
)

const towns = writeRows(
  ['City', 'Country', 'Area', 'Founded'],
  [
    ['Oslo', 'Norway', '480', '1040'],
    ['Turin', 'Italy', '130', '1850'],
    ['Rome', 'Italy', '1285', '1100'],
  ],
)

const goals = writeRows(
  ['Season', 'Club', 'Country', 'Goals'],
  [
    ['2019', 'Reds', 'Germany', '61'],
    ['2019', 'Blues', 'Spain', '55'],
    ['2020', 'Reds', 'Germany', '70'],
    ['2020', 'Blues', 'Spain', '58'],
  ],
)

const refusal = /^(?:ambiguous|needs-model|not-in-data|unknown-word)$/u

describe('nouns that the data does not know', () => {
  it.each([
    'how many dogs are in the top 3?',
    'Wie viele Hunde sind unter den ersten drei?',
    'Wie viele Franzosen sind unter den ersten drei?',
    'Wie viele Norweger haben mehr als 10 Points?',
  ])('are not whatever rows have a place: %s', async (question) => {
    expect(await (await openRows(race))(question)).toMatch(refusal)
  })

  it('leaves known ones what they are', async () => {
    const ask = await openRows(race)
    expect(await ask('how many norwegians are in the top 3?')).toBe('2')
    expect(await ask('Wie viele Volta sind unter den ersten drei?')).toBe('2')
  })
})

describe('first in a column', () => {
  it.each([
    'which city is first in area?',
    'which city is last in area?',
    'which is first in area?',
    'Welche Stadt ist die erste in Area?',
    'which city ranks first in founded?',
  ])('is not the first row: %s', async (question) => {
    expect(await (await openRows(towns))(question)).toMatch(refusal)
  })

  it.each(['who ranked first in penalty points?', 'who finished first in born?'])(
    'is not known where less may be better: %s',
    async (question) => {
      expect(await (await openRows(race))(question)).toMatch(refusal)
    },
  )

  it('is the most of what is better when it is more', async () => {
    expect(await (await openRows(race))('who ranked first in points?')).toBe('Ann Berg')
    expect(await (await openRows(towns))('which city ranks first in area?')).toBe('Rome')
  })
})

describe('who', () => {
  const bills = JSON.stringify([
    { bill: 'A1', client: 'Huber', paid: 'no', issued: '2023-05-01', amount: 100 },
    { bill: 'A2', client: 'Maier', paid: 'yes', issued: '2023-11-01', amount: 50 },
    { bill: 'A3', client: 'Huber', paid: 'yes', issued: '2022-03-01', amount: 70 },
  ])
  const tickets = JSON.stringify([
    { ticket: 101, state: 'closed', created: '2024-01-02', votes: 5 },
    { ticket: 102, state: 'open', created: '2024-01-05', votes: 5 },
    { ticket: 103, state: 'closed', created: '2023-12-24', votes: 0 },
  ])

  it('is answered with no yes, date or number', async () => {
    expect(await (await openRows(bills, 'bills'))('who paid A2?')).toMatch(refusal)
    expect(await (await openRows(tickets, 'tickets'))('who closed ticket 103?')).toMatch(refusal)
    expect(await (await openRows(goals, 'goals'))('which germans scored the most goals?')).toMatch(refusal)
  })

  it.each(['which club won?', 'which club won for Norway?', 'Welcher Club gewann?'])(
    'won is not everybody: %s',
    async (question) => {
      expect(await (await openRows(race, 'races'))(question)).toMatch(refusal)
    },
  )
})

describe('the rows of a table by its noun', () => {
  const staff = writeRows(
    ['Name', 'Rolle', 'Stadt'],
    [
      ['Anna Bauer', 'Leiterin', 'Berlin'],
      ['Ben Vogel', 'Mitarbeiter', 'Hamburg'],
      ['Eva Lang', 'Mitarbeiter', 'Berlin'],
    ],
  )

  it('are not those of which a value says so', async () => {
    const ask = await openRows(staff, 'mitarbeiter')
    expect(await ask('Wie viele Mitarbeiter sind in Berlin?')).toBe('2')
    expect(await ask('Wie viele Mitarbeiter arbeiten in Berlin?')).not.toBe('1')
  })

  it('are named by no verb', async () => {
    const titles = writeRows(
      ['Title', 'Label'],
      [
        ['Moon', 'Alpha'],
        ['Sun', 'Beta'],
        ['Star', 'Gamma'],
      ],
    )
    expect(await (await openRows(titles, 'releases'))('who released Moon?')).toMatch(refusal)
    expect(await (await openRows(titles, 'releases'))('who recorded Moon?')).toMatch(refusal)
  })
})

it('gives no list where a total is asked for', async () => {
  const bills = writeRows(
    ['Rechnung', 'Kunde', 'Betrag'],
    [
      ['R1', 'Huber', '120'],
      ['R2', 'Maier', '80'],
      ['R3', 'Huber', '30'],
    ],
  )
  const ask = await openRows(bills, 'rechnungen')
  expect(await ask('Wie hoch ist der Betrag von Huber insgesamt?')).toMatch(refusal)
  expect(await ask('what is the Betrag of Huber in total?')).toMatch(refusal)
})
