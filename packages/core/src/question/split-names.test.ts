import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const league = writeRows(
  ['Team', 'Played', 'Won', 'Lost', 'Goals Scored', 'Goals Conceded'],
  [
    ['Reds', '10', '7', '3', '21', '9'],
    ['Blues', '10', '6', '4', '30', '18'],
    ['Greens', '9', '2', '7', '8', '25'],
  ],
)
const german = writeRows(
  ['Mannschaft', 'Tore geschossen', 'Tore kassiert'],
  [
    ['Rot', '21', '9'],
    ['Blau', '30', '18'],
  ],
)

describe('names whose words stand apart', () => {
  it.each([
    [league, 'which team scored the most goals?', 'Blues'],
    [league, 'which team conceded the most goals?', 'Greens'],
    [league, 'how many teams scored at least 20 goals?', '2'],
    [league, 'how many goals did Reds score?', '21'],
    [league, 'how many goals were scored by Reds?', '21'],
    [league, 'which team lost the most games?', 'Greens'],
    [league, 'how many games were won by Blues?', '6'],
    [league, 'how many teams played more than 9 games?', '2'],
    [german, 'Welche Mannschaft hat die meisten Tore geschossen?', 'Blau'],
    [german, 'Welche Mannschaft hat die wenigsten Tore kassiert?', 'Rot'],
  ])('%#: %s %s', async (rows, question, answer) => {
    expect(await (await openRows(rows))(question)).toBe(answer)
  })

  it('needs the verb where two columns count the same', async () => {
    const ask = await openRows(league)
    expect(await ask('which team had the most goals?')).toMatch(/^[a-z-]+$/u)
    expect(await ask('which team saved the most goals?')).toMatch(/^[a-z-]+$/u)
  })
})
