import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalPlan } from '../plan/canonical-plan.js'
import { checkPlan } from '../plan/check-plan.js'
import { is, plans } from '../testing/plan-builders.js'
import { readSample } from '../testing/read-sample.js'
import { sampleTables } from '../testing/sample-tables.js'

describe('readQuestion', () => {
  it('says how each word was read, and where it stands', async () => {
    const question = 'how many flights were delayed more than 60 minutes'
    const reading = await readSample('flights', question)
    expect(reading.reading.map(({ word, as }) => [word, as])).toEqual([
      ['how many', 'count'],
      ['flights', 'table flights-3m'],
      ['delayed more than 60 minutes', 'delay > 60'],
    ])
    for (const { word, span } of reading.reading) expect(question.slice(...span)).toBe(word)
    expect(reading.status === 'plan' && reading.assumptions).toEqual(['delay > 60 (taken as minutes)'])
  })

  it('assumes no unit that the column states, and none that the question leaves out', async () => {
    for (const [sample, question] of [
      ['movies', 'how many movies are longer than 90 minutes'],
      ['timber', 'Wie viele Bauteile mit Höhe über 200 mm'],
      ['flights', 'how many flights with delay over 60'],
    ] as const) {
      const reading = await readSample(sample, question)
      expect(reading.status === 'plan' && reading.assumptions).toEqual([])
    }
  })

  it('takes the language it is told', async () => {
    const told = await readSample('flights', 'flights delay > 1.000', 'de')
    expect(told.language).toBe('de')
    expect(told.status === 'plan' && canonicalPlan(told.plan)).toEqual(
      canonicalPlan(plans.rows('flights-3m', [], is('delay', 'gt', 1000))),
    )
  })

  it('answers or refuses whatever it is asked', async () => {
    const words = [
      'how many',
      'which',
      'flights',
      'delay',
      'origin',
      'ORD',
      '60',
      'more than',
      'not',
      'no',
      'per',
      'most',
      'highest',
      '"',
      '>',
      'and',
      'or',
      'top',
      '🙂',
      '%',
      'constructor',
      '__proto__',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 60 }),
          fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((list) => list.join(' ')),
        ),
        async (question) => {
          const reading = await readSample('flights', question)
          if (reading.status === 'plan') checkPlan(reading.plan, [sampleTables.flights().schema])
          for (const { span, word } of reading.reading)
            expect(question.slice(...span).length).toBeGreaterThanOrEqual(word.length > 0 ? 1 : 0)
        },
      ),
      { numRuns: 200 },
    )
  })
})
