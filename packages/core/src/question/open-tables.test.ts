import { describe, expect, it } from 'vitest'
import { runWithTies } from '../answer/ties.js'
import { runPlan } from '../execute/run-plan.js'
import { createProbe } from '../pipeline/probe-result.js'
import type { Plan } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { buildTestTables } from '../testing/build-test-segment.js'
import { createMemoryValues } from '../testing/memory-values.js'
import type { Language } from './languages/index.js'
import { readQuestion } from './read-question.js'

const games = [
  ['1', 'Norway', 'Oslo, Norway', 'Ann Berg', '12', '7', '3', '22', '10,727', 'May 3, 1998'],
  ['2', 'Italy', 'Rome, Italy', 'Bo Conti', '9', '9', '6', '24', '9,734', 'June 7, 1999'],
  ['3', 'Spain', 'Madrid, Spain', 'Cy Diaz', '9', '2', '1', '12', '8,120', 'July 1, 2000'],
  ['4', 'Japan', 'Osaka, Japan', 'Di Endo', '0', '1', '4', '5', '7,015', 'May 9, 2001'],
].map(([rank, nation, place, skipper, gold, silver, bronze, total, crowd, date]) => ({
  Rank: rank,
  Nation: nation,
  'Main venue': place,
  Skipper: skipper,
  Gold: gold,
  Silver: silver,
  Bronze: bronze,
  Total: total,
  '# of Spectators': crowd,
  Date: date,
}))

async function ask(question: string, language: Language = 'en'): Promise<string> {
  const tables = await buildTestTables(JSON.stringify(games), { rootName: 'table' })
  const catalog = { tables: tables.map(({ schema }) => schema) }
  const values = await createMemoryValues(tables)
  const run = (plan: Plan) => runPlan(plan, tables, {})
  const bind = (plan: Plan) => checkPlan(plan, catalog.tables).plan
  const probe = createProbe(tables, catalog, bind, undefined)
  const reading = await readQuestion(
    question,
    { catalog, values },
    { language, now: () => new Date(0), ...(probe && { probe }) },
  )
  if (reading.status !== 'plan') return reading.reason
  const plan = bind(reading.plan)
  const { columns, rows } = await runWithTies(plan, catalog, run)
  const at = columns.flatMap(({ name }, i) => (reading.asked.includes(name) ? [i] : []))
  return rows.map((row) => at.map((i) => String(row[i])).join(' ')).join(', ')
}

const answers: readonly (readonly [question: string, answer: string])[] = [
  ['which nation has more gold medals, italy or norway?', 'Norway'],
  ['which nation has fewer gold medals, italy or norway?', 'Italy'],
  ['between italy and japan, which nation has the most silver medals?', 'Italy'],
  ['how many more gold medals did norway win than japan?', '12'],
  ['what is the difference in total medals between italy and spain?', '12'],
  ['did italy win more silver medals than norway?', 'true'],
  ['did italy win fewer silver medals than norway?', 'false'],
  ['which nation has the same number of gold medals as italy?', 'Spain'],
  ['how many nations won more silver medals than spain?', '2'],
  ['how many medals did spain win?', '12'],
  ['how many bronze medals did japan win?', '4'],
  ['which nation won the most medals?', 'Italy'],
  ['which nation had more than 10,000 spectators?', 'Norway'],
  ['which nation had the least spectators?', 'Japan'],
  ['what is the name of the first skipper on this chart?', 'Ann Berg'],
  ['who is the skipper of japan?', 'Di Endo'],
  ['who comes right after ann berg?', 'Bo Conti'],
  ['what is the next nation after italy?', 'Spain'],
  ['how many gold medals do italy and spain have combined?', '18'],
  ['ann berg and bo conti both have which rank?', 'ambiguous'],
  ['how many nations won no gold medals?', '1'],
  ['which nation won no gold medals?', 'Japan'],
  ['who came first, cy diaz or bo conti?', 'Bo Conti'],
  ['how many gold medals do norway, italy and japan have combined?', '21'],
  ['which nation finished second?', 'Italy'],
  ['which nation came in 3rd place?', 'Spain'],
  ['how many gold medals did the japanese win?', '0'],
  ['what is the total number of silver medals won?', '19'],
  ['how many times did the team place fourth?', '1'],
  ['which nation took place last on the table?', 'Japan'],
]

const refused: readonly (readonly [question: string, reason: string])[] = [
  ['which nation has a higher rank, italy or norway?', 'needs-model'],
  ['which nation has more gold medals, italy or spain?', 'ambiguous'],
  ['who is the first date?', 'needs-model'],
  ['how many wins did norway have?', 'unknown-word'],
  ['what is the name of the rank of norway?', 'needs-model'],
  ['which coastal nation has the most gold medals?', 'unknown-word'],
  // Every word is taken loosely; the reading is offered.
  ['how many spectators did rome have?', 'ambiguous'],
]

describe('questions about tables that people write', () => {
  it.each(answers)('%s', async (question, answer) => {
    expect(await ask(question)).toBe(answer)
  })

  it.each(refused)('refuses: %s', async (question, reason) => {
    expect(await ask(question)).toBe(reason)
  })

  it('asks a German what the comma of "10,727" marks', async () => {
    expect(await ask('Welche Nation hat mehr als 10.000 Spectators?', 'de')).toBe('not-in-data')
  })

  it('compares in German', async () => {
    expect(await ask('Welche Nation hat mehr Gold, Italy oder Norway?', 'de')).toBe('Norway')
    expect(await ask('Welche Nation hat dasselbe Gold wie Italy?', 'de')).toBe('Spain')
  })
})
