import { describe, expect, it } from 'vitest'
import { canonicalPlan } from '../plan/canonical-plan.js'
import { checkPlan } from '../plan/check-plan.js'
import { buildTestTables } from '../testing/build-test-segment.js'
import { createMemoryValues } from '../testing/memory-values.js'
import { readQuestion } from './read-question.js'

const cities = [
  { name: 'Berlin', lat: '52.52437', height: '34 m', zone: 'one' },
  { name: 'Nice', lat: '43.70313', height: '10 m', zone: 'two' },
  { name: 'Oslo', lat: '59.91', height: '23 m', zone: 'one' },
]

async function ask(question: string) {
  const tables = await buildTestTables(JSON.stringify(cities), { rootName: 'cities' })
  const catalog = { tables: tables.map(({ schema }) => schema) }
  const values = await createMemoryValues(tables)
  return readQuestion(question, { catalog, values }, { language: undefined, now: () => new Date(0) })
}

describe('questions about texts that are numbers', () => {
  it('compares the numbers, and says so', async () => {
    const reading = await ask('how many cities with lat > 50')
    if (reading.status !== 'plan') throw new Error(reading.text)
    expect(JSON.stringify(canonicalPlan(reading.plan))).toContain('"lat.number"')
    expect(reading.assumptions).toEqual(['the texts of "lat" read as numbers'])
    const german = await ask('Wie viele cities haben lat größer als 50?')
    expect(german.status === 'plan' && german.assumptions).toEqual(['Texte von „lat“ als Zahlen gelesen'])
  })

  it('knows the unit of the texts', async () => {
    const same = await ask('how many cities with height over 20 m')
    expect(same.status === 'plan' && same.assumptions).toEqual(['the texts of "height" read as numbers'])
    const other = await ask('how many cities with height over 0.02 km')
    expect(other.status === 'plan' && other.assumptions).toContain('0.02 km = 20 m')
    expect(await ask('how many cities with height over 20 kg')).toMatchObject({ status: 'unsupported' })
  })

  it('measures and ranks by the numbers', async () => {
    for (const [question, part] of [
      ['what is the average lat', '"fn":"avg"'],
      ['what is the highest lat', 'lat.number'],
      ['which city has the highest lat', '"op":"sort"'],
    ] as const) {
      const reading = await ask(question)
      if (reading.status !== 'plan') throw new Error(`${question}: ${reading.text}`)
      const plan = JSON.stringify(canonicalPlan(reading.plan))
      expect(plan).toContain('"lat.number"')
      expect(plan).toContain(part)
      expect(reading.assumptions).toEqual(['the texts of "lat" read as numbers'])
    }
  })

  it('refuses where texts are no numbers', async () => {
    expect(await ask('how many cities with zone > 50')).toMatchObject({ status: 'unsupported' })
  })

  it('plans what the table can run', async () => {
    const reading = await ask('how many cities with lat > 50')
    const [table] = await buildTestTables(JSON.stringify(cities), { rootName: 'cities' })
    if (reading.status === 'plan') expect(() => checkPlan(reading.plan, [table!.schema])).not.toThrow()
  })
})
