import { expect, it } from 'vitest'
import { createMemoryTable } from '../testing/memory-table.js'
import { createMemoryValues } from '../testing/memory-values.js'
import { readQuestion } from './read-question.js'

const cars = createMemoryTable(
  'cars',
  Array.from({ length: 40 }, (_, i) => ({
    make: ['BMW', 'Audi', 'Opel', 'Fiat'][i % 4]!,
    sold: `2021-0${(i % 6) + 1}-1${i % 3}`,
    price: 1000 + i,
  })),
)

async function read(question: string) {
  const values = await createMemoryValues([cars])
  return readQuestion(question, { catalog: { tables: [cars.schema] }, values }, { now: () => new Date(0) })
}

it.each([
  'how many cars sold by 2021-03-12',
  'how many cars sold from 2021-03-12',
  'how many cars sold to 2021-03-12',
  'how many cars were sold since 2021-03-12',
  'wie viele cars sold ab 2021-03-12',
  'how many cars are not BMW and Audi',
])('asks back for %s', async (question) => {
  expect(await read(question)).toMatchObject({ status: 'unsupported' })
})

it.each([
  ['how many cars sold on 2021-03-12', /sold.*2021-03-12/],
  ['how many cars are not BMW', /"ne"/],
  ['how many cars are BMW or Audi', /Audi/],
])('reads %s', async (question, plan) => {
  const reading = await read(question)
  expect(reading.status).toBe('plan')
  expect(JSON.stringify(reading)).toMatch(plan)
})
