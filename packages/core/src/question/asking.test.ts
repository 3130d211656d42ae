import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openJson } from '../testing/ask-json.js'
import { makeQuestionData } from '../testing/question-data.js'

/** Blocks of `docs/asking.md`: over which data, then `> question` and `< text`. */
const page = readFileSync(new URL('../../../../docs/asking.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```ask (\w+)\n([\s\S]*?)^```$/gmu)].map(([, over = '', body = '']) => {
  const lines = body.trim().split('\n')
  return { over, examples: lines.flatMap((line, i) => (line.startsWith('> ') ? [[line, lines[i + 1]]] : [])) }
})
const data: Readonly<Record<string, unknown>> = makeQuestionData()

it.each(blocks)(
  'docs/asking.md says what is answered over $over ($examples.0.0)',
  async ({ over, examples }) => {
    const { ask } = await openJson(JSON.stringify(data[over]), over)
    for (const [question = '', text] of examples)
      expect([question, `< ${(await ask(question.slice(2))).text}`]).toEqual([question, text])
  },
)

it('has examples in it', () => {
  expect(blocks.flatMap(({ examples }) => examples).length).toBeGreaterThan(30)
})
