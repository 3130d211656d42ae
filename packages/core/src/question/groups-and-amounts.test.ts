import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const refusal = /^(?:ambiguous|needs-model|not-in-data|unknown-word)$/u

const orders = JSON.stringify([
  {
    order_id: 70,
    customer: 'Ann Berg',
    ordered_at: '2024-01-02',
    status: 'paid',
    price: 300,
    nights: 3,
    web: true,
  },
  {
    order_id: 71,
    customer: 'Bo Conti',
    ordered_at: '2024-01-05',
    status: 'open',
    price: 110,
    nights: 1,
    web: false,
  },
  {
    order_id: 72,
    customer: 'Ann Berg',
    ordered_at: '2024-01-09',
    status: 'open',
    price: 210,
    nights: 2,
    web: true,
  },
  {
    order_id: 73,
    customer: 'Cy Diaz',
    ordered_at: '2024-02-11',
    status: 'paid',
    price: 700,
    nights: 7,
    web: false,
  },
])

const tickets = JSON.stringify([
  { id: 1, title: 'Login', status: 'open', team: 'web', created: '2024-01-03', closed: '' },
  { id: 2, title: 'Typo', status: 'closed', team: 'web', created: '2024-01-05', closed: '2024-01-06' },
  { id: 3, title: 'Crash', status: 'open', team: 'mobile', created: '2024-02-01', closed: '' },
  { id: 4, title: 'Sync', status: 'open', team: 'mobile', created: '2024-02-20', closed: '' },
])

describe('rows without a name', () => {
  it('are called by their number, not by their date', async () => {
    const ask = await openRows(orders, 'orders')
    expect(await ask('which orders are not paid?')).toBe('71, 72')
    expect(await ask('which order has the highest price?')).toBe('73')
    expect(await ask('orders in February 2024')).toBe('73')
  })

  it('are meant by the noun of which a column is the verb', async () => {
    const ask = await openRows(orders, 'orders')
    expect(await ask('what did Cy Diaz order?')).toMatch(refusal)
    expect(await ask('how many orders are there?')).toBe('4')
  })
})

describe('groups of which no row is so', () => {
  it.each([
    'which team has no closed tickets?',
    'which team has no open tickets?',
    'Welches Team hat keine closed tickets?',
  ])('are not those of the other rows: %s', async (question) => {
    expect(await (await openRows(tickets, 'tickets'))(question)).toMatch(refusal)
  })

  it('leaves rows that are so by themselves', async () => {
    expect(await (await openRows(tickets, 'tickets'))('which tickets are not open?')).toBe('Typo')
  })
})

const years = writeRows(
  ['Year', 'Title', 'Role'],
  [
    ['1994', 'Dawn', 'Anna'],
    ['1996', 'Dusk', 'Ben'],
    ['1996', 'Noon', 'Carl'],
    ['1999', 'Night', 'Anna'],
    ['2003', 'Eve', 'Dora'],
    ['2003', 'Tide', 'Ed'],
  ],
)

it('takes no number of rows for a bound of what they are grouped by', async () => {
  expect(await (await openRows(years))('which years have more than one title?')).toMatch(refusal)
})

it('counts no rows where years are asked for', async () => {
  expect(await (await openRows(years))('how many years after 1996 are listed?')).toMatch(refusal)
  expect(await (await openRows(years))('how many titles after 1996?')).toBe('3')
})

it('divides by no amount', async () => {
  const ask = await openRows(orders, 'orders')
  expect(await ask('average price per night')).toMatch(refusal)
  expect(await ask('average price per customer')).not.toMatch(refusal)
})

const players = writeRows(
  ['Player', 'Nation', 'Goals', 'Last match', 'Position'],
  [
    ['Abel', 'Peru', '2', '2001', 'Forward'],
    ['Bruno', 'Chile', '5', '2006', 'Midfielder'],
    ['Celso', 'Peru', '2', '2004', 'forward'],
    ['Elias', 'Chile', '9', '2010', 'Forward'],
    ['Fabio', 'Peru', '7', '2005', 'Defender'],
  ],
)

describe('players', () => {
  it('have no average each', async () => {
    expect(await (await openRows(players))('average goals per player')).toMatch(refusal)
  })

  it('are not the last of the table where a column is called so', async () => {
    expect(await (await openRows(players, 'matches'))('what was the last match?')).toMatch(refusal)
  })

  it('have no position that differs from another by a capital alone', async () => {
    expect(await (await openRows(players))('who plays the same position as Elias?')).toMatch(refusal)
    expect(await (await openRows(players))('which player has the same nation as Elias?')).toBe('Bruno')
  })

  it('are not answered by their own name', async () => {
    expect(await (await openRows(players))('who does Bruno play for?')).toMatch(refusal)
  })
})

it('counts what rows belong to once', async () => {
  const ask = await openRows(players)
  expect(await ask('how many nations are there?')).toBe('2')
  const lists = players.replace('"Chile"', '"Chile, Peru"')
  expect(await (await openRows(lists))('how many nations are there?')).toMatch(refusal)
})

it('counts rows by what they are called, digits or not', async () => {
  const cars = writeRows(
    ['Fahrzeug', 'Klasse', 'Größe'],
    [
      ['VW Golf', 'Kompakt', '4'],
      ['Audi A4', 'Mittelklasse', '5'],
      ['Fiat 500', 'Klein', '3'],
      ['Tesla 3', 'Mittelklasse', '5'],
    ],
  )
  const ask = await openRows(cars, 'flotte')
  expect(await ask('Welche Klasse hat die meisten Fahrzeuge?')).toBe('Mittelklasse')
})

it('finds names of data that has no umlauts', async () => {
  const flats = JSON.stringify([
    { wohnung: 'W1', flaeche_m2: 75, verfuegbar: true },
    { wohnung: 'W2', flaeche_m2: 48, verfuegbar: false },
  ])
  const ask = await openRows(flats, 'wohnungen')
  expect(await ask('Summe der Flächen')).toBe('123')
  expect(await ask('Welche Wohnungen sind verfügbar?')).toBe('W1')
})

it('meets a verb of a name that ends in a preposition', async () => {
  const episodes = writeRows(
    ['Title', 'Directed by', 'Viewers'],
    [
      ['Pilot', 'Sam Cole', '6'],
      ['Harvest', 'Ann Weir', '5'],
    ],
  )
  const ask = await openRows(episodes, 'episodes')
  expect(await ask('who directed Harvest?')).toBe('Ann Weir')
  expect(await ask('average number of viewers')).toBe('5.5')
})

it('passes over the verb of being somewhere', async () => {
  const staff = writeRows(
    ['Employee', 'Department', 'City'],
    [
      ['Ann', 'Sales', 'Bern'],
      ['Bob', 'Sales', 'Rome'],
      ['Cat', 'Legal', 'Bern'],
    ],
  )
  const ask = await openRows(staff, 'staff')
  expect(await ask('who lives in Bern?')).toBe('Ann, Cat')
  expect(await ask('how many employees work in Sales?')).toBe('2')
  expect(await ask('who works?')).toMatch(refusal)
})

it('does not count for each what may be of all together', async () => {
  expect(await (await openRows(players))('how many nations have two goals?')).toMatch(refusal)
  expect(await (await openRows(players))('how many players have two goals?')).toBe('2')
})

it('gives no date where the one that was last is asked for', async () => {
  const bills = writeRows(
    ['Rechnung', 'Kunde', 'Rechnungsdatum', 'Bezahlt am'],
    [
      ['R1', 'Huber', '03.01.2024', '01.02.2024'],
      ['R2', 'Maier', '10.01.2024', ''],
      ['R3', 'Linz', '20.02.2024', '15.03.2024'],
    ],
  )
  const ask = await openRows(bills, 'rechnungen')
  expect(await ask('Welche Rechnung wurde zuletzt bezahlt?')).toMatch(
    /^(?:R3|ambiguous|needs-model|unknown-word)$/u,
  )
})

it('finds no most where each has one row', async () => {
  const medals = writeRows(
    ['Nation', 'Gold', 'Silver'],
    [
      ['Norway', '16', '8'],
      ['China', '9', '4'],
      ['Spain', '0', '1'],
    ],
  )
  expect(await (await openRows(medals, 'medals'))('which nation won the most medals?')).toMatch(refusal)
})

it('asks for whom somebody manages, not who manages', async () => {
  const staff = writeRows(
    ['Employee', 'Manager'],
    [
      ['Ben Ott', 'Ada Kern'],
      ['Cleo Frei', 'Hugo Bell'],
      ['Dov Adler', 'Cleo Frei'],
    ],
  )
  const ask = await openRows(staff, 'staff')
  expect(await ask('who does Cleo Frei manage?')).toMatch(/^(?:Dov Adler|ambiguous)$/u)
  expect(await ask('who does Ben Ott manage?')).toMatch(refusal)
  expect(await ask('who manages Ben Ott?')).toBe('Ada Kern')
})

const films = writeRows(
  ['Title', 'Studio', 'Released', 'Copies sold'],
  [
    ['Cloud', 'Alpha', 'March 3, 2001', '1,200'],
    ['Rain', 'Beta', 'May 9, 2004', '5,000'],
    ['Snow', 'Alpha', 'June 1, 2002', '800'],
    ['Storm', 'Alpha', 'July 8, 2003', '100'],
    ['Mist', 'Gamma', 'August 2, 2002', '2,000'],
  ],
)

describe('films', () => {
  it.each([
    'which studio sold the most films?',
    'how many films did Alpha sell?',
    'how many films did Alpha sold?',
  ])('are not counted where copies are sold: %s', async (question) => {
    expect(await (await openRows(films, 'films'))(question)).toMatch(refusal)
  })

  it('come after another in time as in the table, or it is not known', async () => {
    const ask = await openRows(films, 'films')
    expect(await ask('which film came out after Storm?')).toMatch(refusal)
    expect(await ask('which film came out after Cloud?')).toMatch(refusal)
    expect(await (await openRows(years))('which title came after Night?')).toBe('Eve')
  })
})

it('counts no rows for the pieces of each', async () => {
  const beams = writeRows(
    ['Bauteil', 'Holzart', 'Stückzahl'],
    [
      ['Firstpfette', 'Fichte', '1'],
      ['Sparren', 'Fichte', '24'],
      ['Stütze', 'Eiche', '4'],
    ],
  )
  const ask = await openRows(beams, 'traeger')
  expect(await ask('Wie viele Sparren gibt es?')).toMatch(refusal)
  expect(await ask('Wie viele Stücke gibt es insgesamt?')).toMatch(refusal)
  expect(await ask('Summe der Stückzahl')).toBe('29')
})

it('names no thing where somebody is asked for', async () => {
  const tasks = JSON.stringify([
    { task: 1, name: 'Survey', hours: 40, assignee: 'Ann' },
    { task: 2, name: 'Drilling', hours: 2000, assignee: 'Bob' },
    { task: 3, name: 'Survey', hours: 60, assignee: 'Ann' },
  ])
  expect(await (await openRows(tasks, 'tasks'))('who did the most hours?')).toMatch(refusal)
})

it('adds up what a column named by an operation holds', async () => {
  const ask = await openRows(orders.replaceAll('price', 'total'), 'orders')
  expect(await ask('total of orders by Ann Berg')).toMatch(refusal)
  expect(await ask('total of order 73')).toMatch(/^(?:700|ambiguous|unknown-word|needs-model)$/u)
})
