import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openJson } from '../testing/ask-json.js'
import { makeQuestionData } from '../testing/question-data.js'

interface Family {
  readonly over: keyof ReturnType<typeof makeQuestionData>
  /** Ways to ask the same. */
  readonly same: readonly string[]
  /** Another number, entity, comparison, denial or time than in the first of `same`. */
  readonly near: readonly string[]
}

const families = (['shop', 'employees', 'machines'] as const).flatMap((over) => {
  const text = readFileSync(new URL(`../testing/wordings/${over}.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as Omit<Family, 'over'>[]).map((family): Family => ({ ...family, over }))
})

const data = makeQuestionData()
const opened = new Map<string, ReturnType<typeof openJson>>()

async function hashOf(over: Family['over'], question: string): Promise<string | undefined> {
  const file = opened.get(over) ?? openJson(JSON.stringify(data[over]), over)
  opened.set(over, file)
  return (await (await file).ask(question)).hash
}

const pairsOf = (items: readonly string[]) =>
  items.flatMap((one, i) => items.slice(i + 1).map((other) => [one, other] as const))

describe('wordings', () => {
  it('are enough', () => {
    expect(families.flatMap(({ same }) => pairsOf(same)).length).toBeGreaterThanOrEqual(100)
    expect(families.flatMap(({ near }) => near).length).toBeGreaterThanOrEqual(200)
  })

  it.each(families)('$same.0: one plan for all ways to ask it', async ({ over, same }) => {
    const hashes = await Promise.all(same.map(async (question) => [question, await hashOf(over, question)]))
    const [, first] = hashes[0]!
    expect(hashes.filter(([, hash]) => hash === undefined || hash !== first)).toEqual([])
  })

  it.each(families)('$same.0: no plan for anything near it', async ({ over, same, near }) => {
    const meant = await hashOf(over, same[0]!)
    const others = await Promise.all(
      near.map(async (question) => [question, await hashOf(over, question)] as const),
    )
    expect(others.filter(([, hash]) => hash === meant)).toEqual([])
    expect(others.filter(([, hash]) => hash !== undefined).length * 2).toBeGreaterThan(near.length)
  })
})
