import { expect, it, vi } from 'vitest'
import type { LanguageData } from './languages/language.js'

/** A third language: German with the few Dutch words that these questions use, to show what a folder of data does. */
vi.mock('./languages/index.js', async (load) => {
  const { languages } = await load<typeof import('./languages/index.js')>()
  const dutch: LanguageData = {
    ...languages.de,
    code: 'nl',
    functionWords: ['de', 'het', 'een', 'in', 'van', 'zijn', 'er', 'met'],
    lexicon: [
      { phrases: ['hoeveel'], meaning: { kind: 'count', asks: true } },
      { phrases: ['gemiddelde'], meaning: { kind: 'measure', fn: 'avg' } },
      { phrases: ['ouder dan'], meaning: { kind: 'compare', op: 'gt', dimension: 'age' } },
      { phrases: ['niet'], meaning: { kind: 'not' } },
      { phrases: ['per'], meaning: { kind: 'group' } },
    ],
    synonyms: [
      { words: ['werknemer', 'werknemers'], names: ['employee'] },
      { words: ['afdeling'], names: ['department'] },
      { words: ['salaris'], names: ['salary'] },
    ],
  }
  return { languages: { ...languages, nl: dutch }, languageCodes: ['en', 'de', 'nl'] }
})
vi.mock('../answer/languages/index.js', async (load) => {
  const { answerTexts } = await load<typeof import('../answer/languages/index.js')>()
  return { answerTexts: { ...answerTexts, nl: answerTexts.de } }
})

const { openJson } = await import('../testing/ask-json.js')
const { makeQuestionData } = await import('../testing/question-data.js')

it('reads a language that only its folder knows', async () => {
  const { employees } = makeQuestionData()
  const { ask } = await openJson(JSON.stringify(employees), 'employees')
  const older = await ask('Hoeveel werknemers zijn ouder dan 50?')
  expect(older.reading.language).toBe('nl')
  expect(older.rows).toEqual([[employees.filter(({ age }) => age > 50).length]])
  const elsewhere = await ask('Hoeveel werknemers zijn niet in Sales?')
  expect(elsewhere.rows).toEqual([[employees.filter(({ department }) => department !== 'Sales').length]])
  const pay = await ask('gemiddelde salaris per afdeling')
  expect(pay.rows).toHaveLength(5)
  expect((await ask('Hoeveel werknemers zijn ziek?')).reading).toMatchObject({
    status: 'unsupported',
    language: 'nl',
  })
})
