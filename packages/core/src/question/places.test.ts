import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const names = ['Pos', 'Driver', 'Country', 'Car', 'Laps']
const rows = [
  ['1', 'Ann Berg', 'Norway', 'Volta', '60'],
  ['2', 'Bo Conti', 'Italy', 'Rosso', '60'],
  ['3', 'Cy Diaz', 'Spain', 'Volta', '59'],
  ['4', 'Di Ekman', 'Norway', 'Rosso', '58'],
  ['5', 'Ed Fuchs', 'Norway', 'Volta', '31'],
]
const race = writeRows(names, rows)

describe('places up to one', () => {
  it.each([
    ['how many norwegians finished in the top 3?', '1'],
    ['how many norwegians were in the top four?', '2'],
    ['how many drivers in the top three drove a Volta car?', '2'],
    ['how many Volta cars were in the top three?', '2'],
    ['which driver from Norway finished in the top 2?', 'Ann Berg'],
    ['how many drivers were there in the top 4 finishes?', '4'],
    ['Wie viele Volta waren unter den ersten drei?', '2'],
    ['Wie viele Volta landeten in den Top 2?', '1'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(race))(question)).toBe(answer)
  })

  it('takes other words behind the number for what they are', async () => {
    const ask = await openRows(race)
    expect(await ask('how many laps did the top 3 cars complete?')).toBe('needs-model')
    expect(await ask('how many Volta cars were in the top 3 laps?')).not.toBe('2')
  })

  it('does not know them where the first ones are blank', async () => {
    const pictured = rows.map((row, i) => (i < 3 ? ['', ...row.slice(1)] : row))
    const ask = await openRows(writeRows(names, pictured))
    expect(await ask('how many Volta cars were in the top 5?')).not.toMatch(/^\d/u)
  })

  it('knows shared places where all texts are at hand', async () => {
    const shared = ['1', 'T2', 'T2', '4', '5'].map((place, i) => [place, ...rows[i]!.slice(1)])
    const ask = await openRows(writeRows(names, shared))
    expect(await ask('how many Volta cars were in the top 2?')).not.toBe('1')
  })
})

describe('the last place', () => {
  it.each([
    ['which driver came in last?', 'Ed Fuchs'],
    ['who finished in last place?', 'Ed Fuchs'],
    ['which car finished last?', 'Volta'],
    ['which driver from Spain finished last?', 'Cy Diaz'],
    ['Wer wurde Letzter?', 'Ed Fuchs'],
    ['Welcher Driver landete auf dem letzten Platz?', 'Ed Fuchs'],
    ['who came in first?', 'Ann Berg'],
    ['which driver finished in last place but one?', 'unknown-word'],
  ])('%s', async (question, answer) => {
    expect(await (await openRows(race))(question)).toBe(answer)
  })

  it('goes by the places, not by the rows', async () => {
    const ask = await openRows(writeRows(names, [rows[4]!, ...rows.slice(0, 4)]))
    expect(await ask('which driver came in last?')).toBe('Ed Fuchs')
  })

  it('is not known of places in words that leave some out', async () => {
    const written = (places: readonly string[]) =>
      openRows(
        writeRows(
          names,
          places.map((place, i) => [place, ...rows[i]!.slice(1)]),
        ),
      )
    const question = 'which driver came in last?'
    expect(await (await written(['1st', '2nd', '3rd', '4th', '5th']))(question)).toBe('Ed Fuchs')
    expect(await (await written(['1st', '2nd', '3rd', '5th', '4th']))(question)).toBe('ambiguous')
  })

  it('tells rows apart by names rather than by places', async () => {
    const ask = await openRows(
      writeRows(
        ['Finished', 'Horse'],
        [
          ['1st', 'Comet'],
          ['2nd', 'Dasher'],
          ['3rd', 'Cupid'],
        ],
      ),
    )
    expect(await ask('who came in first?')).toBe('Comet')
  })
})
