import { describe, expect, it } from 'vitest'
import { runWithTies } from '../answer/ties.js'
import { runPlan } from '../execute/run-plan.js'
import type { Plan } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { buildTestTables } from '../testing/build-test-segment.js'
import { createMemoryValues } from '../testing/memory-values.js'
import { readQuestion } from './read-question.js'
import type { Language } from './reading.js'

const riders = [
  { Rider: 'Ada Orlow', Team: 'Blue', Category: 'Junior', Points: '12', Date: '2020-05-01' },
  { Rider: 'Bo Lind', Team: 'Blue', Category: 'Junior, Senior', Points: '7', Date: '2020-05-03' },
  { Rider: 'Cy Marsh', Team: 'Red', Category: 'Senior', Points: '31', Date: '2020-04-11' },
  { Rider: 'Di Voss', Team: 'Green', Category: 'Junior', Points: '4', Date: '2020-06-30' },
]

/** Asks with a probe, as the pipeline does, and gives the asked cells or the refusal's reason. */
async function ask(question: string, rows: readonly object[] = riders, name = 'table', language?: Language) {
  const tables = await buildTestTables(JSON.stringify(rows), { rootName: name })
  const catalog = { tables: tables.map(({ schema }) => schema) }
  const run = (plan: Plan) => runPlan(checkPlan(plan, catalog.tables).plan, tables, {})
  const probe = async (plan: Plan, asked: readonly string[]) => {
    const { columns, rows: cells } = await runWithTies(plan, catalog, run)
    const at = columns.flatMap((column, i) => (asked.includes(column.name) ? [i] : []))
    return cells.map((row) => at.map((i) => String(row[i])))
  }
  const values = await createMemoryValues(tables)
  const reading = await readQuestion(
    question,
    { catalog, values },
    { language, now: () => new Date(0), probe },
  )
  if (reading.status !== 'plan') return reading.reason
  return (await probe(reading.plan, reading.asked)).flat()
}

describe('readQuestion with results at hand', () => {
  it.each([
    ['who has the most points', ['Cy Marsh']],
    ['which rider had the fewest points', ['Di Voss']],
    ['what is the total of the points', ['54']],
    ['how many riders had more than 10 points', ['2']],
    ['how many cyclists had more than 10 points', ['2']],
    ['how many points did Bo Lind score', ['7']],
    ['who is listed first', ['Ada Orlow']],
    ['who is the last rider listed on the table', ['Di Voss']],
    ['who is the first rider', 'ambiguous'],
    ['what is the last listed team', ['Green']],
    ['who comes directly after Bo Lind', 'ambiguous'],
    ['who was the only rider of the Red team', ['Cy Marsh']],
    ['who was the only rider of the Blue team', 'ambiguous'],
    ['how many riders had more than 10 million points', 'ambiguous'],
    ['name a rider of the Blue team', 'ambiguous'],
    ['Wer kam vor Cy Marsh?', 'ambiguous'],
    ['Was ist das letzte Team in der Liste?', ['Green']],
    ['Wer war der einzige Rider im Team Red?', ['Cy Marsh']],
    ['Wer hat die meisten Points?', ['Cy Marsh']],
    ['Wie viele Radler haben mehr als 10 Points?', ['2']],
  ])('%s', async (question, expected) => {
    expect(await ask(question)).toEqual(expected)
  })

  it('takes no unknown noun for the rows of a table that has a name', async () => {
    expect(await ask('how many cyclists had more than 10 points', riders, 'riders')).toBe('unknown-word')
  })

  it('counts no rows for an amount that stands elsewhere', async () => {
    expect(await ask('how many medals did Bo Lind receive')).toBe('unknown-word')
    expect(await ask('how many medals are there')).toBe('unknown-word')
  })

  it('asks back when a text also stands beside another', async () => {
    expect(await ask('how many riders are Junior')).toBe('ambiguous')
    expect(await ask('how many riders are Blue')).toEqual(['2'])
  })

  it('takes no row of totals for one of the rows', async () => {
    const withTotal = [...riders, { Rider: 'Total', Team: '', Category: '', Points: '54', Date: '' }]
    expect(await ask('who has the most points', withTotal)).toEqual(['Cy Marsh'])
  })
})
