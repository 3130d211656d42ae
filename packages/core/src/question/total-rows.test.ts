import { expect, it } from 'vitest'
import { openJson } from '../testing/ask-json.js'

const medals = (label: string, total: string) =>
  JSON.stringify(
    [
      ['1', 'Norway', '12', '3'],
      ['2', 'Italy', '9', '6'],
      ['3', 'Spain', '2', '1'],
      [label, total, '23', '10'],
    ].map(([rank, name, gold, silver]) => ({ Rank: rank, Name: name, Gold: gold, Silver: silver })),
  )

it.each([
  ['Total', 'Total'],
  ['Total', ''],
  ['', 'Total'],
])('leaves out the row of totals that is called "%s" and "%s"', async (rank, name) => {
  const { ask } = await openJson(medals(rank, name), 'table')
  expect((await ask('who has the most gold medals?')).text).toContain('Norway')
  expect((await ask('how many names have at least 2 gold medals?')).rows).toEqual([[3]])
  expect((await ask('what is the total number of silver medals?')).rows).toEqual([[10]])
})

it('asks back where a row is called a total and has a name of its own', async () => {
  const { ask } = await openJson(medals('Total', 'Malta'), 'table')
  const { reading } = await ask('who has the most gold medals?')
  expect(reading.status === 'unsupported' && reading.reason).toBe('ambiguous')
})
