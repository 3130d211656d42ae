import { describe, expect, it } from 'vitest'
import type { Cell } from '../execute/result.js'
import { type AnswerFrame, buildAnswer, buildOverBudget } from './build-answer.js'
import { digestOf } from './digest.js'

const frame: AnswerFrame = {
  id: 'a1',
  dataset: { name: 'd', version: 'v', contentId: 'c', source: 's' },
  asOf: '2026-01-01T00:00:00.000Z',
  question: 'q',
  language: 'en',
  timingsMs: {},
  warnings: [],
  evidenceLimit: 100,
}

function answerOf(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  badLines = 0,
  unlisted = 0,
) {
  return buildAnswer(frame, {
    text: 't',
    plan: { version: 1, root: { op: 'scan', table: 't' } },
    planHash: 'h',
    badLines,
    isPartial: badLines > 0,
    evidence: [],
    reading: [],
    assumptions: [],
    result: {
      columns: columns.map((name) => ({ name, type: 'mixed' })),
      rows,
      coverage: { considered: 5, used: 4, withheld: 0, skipped: [{ reason: 'null: x', records: 1 }] },
      provenance: { table: 't', rows: [], total: 4 },
      rowsScanned: 5,
      how: 'exact' as const,
      rowsTotal: rows.length + unlisted,
    },
  })
}

describe('buildAnswer', () => {
  it('gives one cell as itself and rows by name', () => {
    expect(answerOf(['n'], [[7]]).value).toBe(7)
    expect(answerOf(['n'], [[null]]).value).toBeNull()
    expect(JSON.stringify(answerOf(['a', 'b'], [[1, 'x']]).value)).toBe('[{"a":1,"b":"x"}]')
    expect(answerOf(['n'], []).value).toEqual([])
  })

  it('says how long a list is that it does not give whole', () => {
    expect(answerOf(['n'], [[7], [8]]).warnings).toEqual([])
    const answer = answerOf(['n'], [[7], [8]], 0, 3)
    expect(answer).toMatchObject({ status: 'answered', rowsTotal: 5 })
    expect(answer.warnings).toEqual([
      'ROWS_CAPPED: the result has 5 rows, of which the first 2 are listed; LIMIT and OFFSET give others.',
    ])
  })

  it('keeps columns named like object internals', () => {
    const [row] = answerOf(['__proto__', 'constructor'], [[1, 2]]).value as Record<string, Cell>[]
    expect(JSON.stringify(row)).toBe('{"__proto__":1,"constructor":2}')
    expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  })

  it('is partial when lines could not be read, and counts them', () => {
    const answer = answerOf(['n'], [[7]], 3)
    expect(answer.status).toBe('partial')
    const { considered, used, skipped } = answer.coverage
    expect(considered).toBe(8)
    expect(considered).toBe(used + skipped.reduce((sum, { records }) => sum + records, 0))
    expect(answerOf(['n'], [[7]]).status).toBe('answered')
  })
})

it('digests as FIPS 180-4 says', async () => {
  const digest = await digestOf(new TextEncoder().encode('abc'))
  expect(digest).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

describe('buildOverBudget', () => {
  const refused = (budget: string, resetsAt: string | null, overrun = false) => ({
    budget,
    value: budget === 'each' ? 'ann' : '',
    capNanoUsd: '50000000',
    spentNanoUsd: '0',
    heldNanoUsd: '40000000',
    leftNanoUsd: '10000000',
    resetsAt,
    overrun,
  })
  const build = (language: string, ...budgets: ReturnType<typeof refused>[]) =>
    buildOverBudget(
      { ...frame, language },
      {
        plan: { version: 1, root: { op: 'scan', table: 't' } },
        planHash: 'h',
        reading: [],
        overBudget: { neededNanoUsd: '60000000', budgets },
      },
    )

  it('says what is needed, which budget, what it has left and until when, in both languages', () => {
    const answer = build('en', refused('max-cost', null), refused('each', '2026-06-16T00:00:00.000Z'))
    expect(answer).toMatchObject({ status: 'unsupported', reason: 'over-budget', planHash: 'h' })
    expect(answer.text).toBe(
      'This can cost up to $0.06, but its limit has $0.01 left, and the budget "each" of "ann" has $0.01 left until 2026-06-16 00:00 UTC; nothing was run.',
    )
    expect(build('de', refused('team', null, true)).text).toBe(
      'Das kann bis zu $0.06 kosten, aber das Budget „team“ ist überzogen; nichts wurde ausgeführt.',
    )
  })
})
