import { expect, it } from 'vitest'
import { openJson } from '../testing/ask-json.js'

const films = JSON.stringify([
  { name: 'Rain', released: '2011-05-03', genre: 'Drama' },
  { name: 'Snow', released: '2014-08-11', genre: 'Drama, Comedy' },
  { name: 'Frost', released: null, genre: 'Horror' },
])

it.each([
  ['when was Frost released?', 'en', /^No row answers the question/u],
  ['Wann wurde Frost released?', 'de', /^Keine Zeile beantwortet die Frage/u],
  ['what is the name of the drama?', 'en', /^Some cells hold this text together with another/u],
] as const)('says why there is no answer: %s', async (question, language, text) => {
  const { ask } = await openJson(films, 'films')
  const { reading } = await ask(question)
  expect(reading).toMatchObject({
    status: 'unsupported',
    reason: 'ambiguous',
    language,
    text: expect.stringMatching(text),
  })
})
