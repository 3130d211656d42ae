import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const refused = /^(?:unknown-word|needs-model|ambiguous|not-in-data)$/u

const clubs = writeRows(
  ['Club', 'Country', 'Points', 'Played', 'Founded', 'Attendance'],
  [
    ['Reds', 'Norway', '17', '9', '1921', '4,100'],
    ['Blues', 'Norway', '23', '8', '1954', '2,950'],
    ['Greens', 'Spain', '17', '9', '1987', '7,812'],
    ['Whites', 'Italy', '1', '9', '1990', '1,007'],
  ],
)

describe('amounts of a list', () => {
  it.each([
    ['which two clubs are from Norway?', 'Reds, Blues'],
    ['what two clubs have 17 points?', 'Reds, Greens'],
    ['Welche zwei Club kommen aus Norway?', 'Reds, Blues'],
    ['Nenne zwei Club aus Norway', 'Reds, Blues'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(clubs))(question)).toBe(answer)
  })

  it.each([
    'which three clubs are from Norway?',
    'which two clubs are from Spain?',
    'Welche drei Club kommen aus Norway?',
  ])('refuses where there are not as many: %s', async (question) => {
    expect(await (await openRows(clubs))(question)).toMatch(refused)
  })
})

describe('others than one', () => {
  it.each([
    ['which other club has 17 points besides Reds?', 'Greens'],
    ['other than Reds, which club has 17 points?', 'Greens'],
    ['which club from Norway other than Blues has more than 10 points?', 'Reds'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(clubs))(question)).toBe(answer)
  })

  it('means the one itself without the words', async () => {
    expect(await (await openRows(clubs))('how many points does Reds have?')).toBe('17')
  })
})

describe('numbers of a column of texts', () => {
  it.each([
    ['which club has one point?', 'Whites'],
    ['how many clubs played nine games?', '3'],
    ['which club only has one point?', 'Whites'],
    ['which club had more than 16 points but less than 20?', 'Reds, Greens'],
    ['how many clubs have more than 16 points and less than 20?', '2'],
    ['how many clubs were founded before 1960?', '2'],
    ['how many clubs were founded after 1954?', '2'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(clubs))(question)).toBe(answer)
  })

  it('does not take the number of a name for an amount', async () => {
    expect(await (await openRows(clubs))('which one club point?')).toMatch(refused)
  })
})

describe('a column that is said twice', () => {
  it.each([
    ['which club had the most people in attendance?', 'Greens'],
    ['what was the highest number of people in attendance?', '7812'],
    ['how many clubs had at least 3,000 people in attendance?', '2'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(clubs))(question)).toBe(answer)
  })

  it('is asked back where one word says it twice', async () => {
    const ask = await openRows(clubs)
    expect(await ask('which club has the most club?')).toMatch(refused)
    expect(await ask('which points has the most points?')).toMatch(refused)
  })
})

describe('questions without a noun for what is asked', () => {
  it.each([
    ['which has the most points?', 'Blues'],
    ['which has the fewest points?', 'Whites'],
    ['how many points do Reds and Blues have in total?', '40'],
    ['how many points were won in total?', '58'],
    ['Wie viele points gab es insgesamt?', '58'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(clubs))(question)).toBe(answer)
  })

  it('are refused where several columns may name the rows first', async () => {
    const meets = writeRows(
      ['Competition', 'Venue', 'Points'],
      [
        ['Cup', 'Oslo', '3'],
        ['Cup', 'Rome', '7'],
        ['Cup', 'Bern', '5'],
      ],
    )
    expect(await (await openRows(meets))('which has the most points?')).toMatch(refused)
  })
})

const shows = writeRows(
  ['Year', 'Show', 'Director', 'Network', 'Genre', 'No'],
  [
    ['2001', 'Rain', 'Ann Berg', 'Alpha', 'Drama', '4'],
    ['2002', 'Snow', 'Bo Conti', 'Beta', 'Comedy', '9'],
    ['2004', 'Hail', 'Bo Conti', 'Alpha', 'Drama', '12'],
    ['Career', 'Total', '', '', '', ''],
  ],
)

describe('words of the grammar that are words of a table', () => {
  it.each([
    ['what was the last show on Beta?', 'Snow'],
    ['which show was directed by Ann Berg?', 'Rain'],
    ['how many shows are under the network Alpha?', '2'],
    ['which type of genre is listed the most?', 'Drama'],
    ['show all shows on Beta', 'Snow'],
    ['who directed Snow?', 'Bo Conti'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(shows))(question)).toBe(answer)
  })

  it.each([
    'what is the total number on Alpha?',
    'what is the sum of the no?',
    'how many shows are under 5 Alpha?',
  ])('refuses %s', async (question) => {
    expect(await (await openRows(shows))(question)).toMatch(refused)
  })
})

describe('years among other words', () => {
  const years = ['2001', '2002', '2003', '2004', '2005', '2006', 'Career']
  const seasons = writeRows(
    ['Name', 'Year', 'Team', 'Goals'],
    years.map((year, i) => [
      ['Ann', 'Bo', 'Cy', 'Di', 'Ed', 'Flo', 'Gus'][i]!,
      year,
      ['Reds', 'Blues'][i % 2]!,
      String(i * 3),
    ]),
  )

  it('are found by their text, and bounded by nothing', async () => {
    const ask = await openRows(seasons)
    expect(await ask('how many goals were scored in 2004?')).toBe('9')
    expect(await ask('how many goals were scored in 1999?')).toMatch(refused)
    expect(await ask('how many teams were there before 2004?')).toMatch(refused)
  })
})

describe('words that are a value and a column', () => {
  it('are asked back where they stand twice', async () => {
    const places = writeRows(
      ['city', 'status'],
      [
        ['Oslo', 'city'],
        ['Rome', 'town'],
        ['Oslo', 'city'],
        ['Bern', 'status'],
      ],
    )
    const ask = await openRows(places)
    expect(await ask('which city has the most city')).toMatch(refused)
    expect(await ask('count of status more than status')).toMatch(refused)
    expect(await ask('Welche city hat die meisten city?')).toMatch(refused)
    expect(await ask('which city has status town')).toBe('Rome')
  })
})
