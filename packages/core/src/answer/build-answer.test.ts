import { emptyBill } from '@assay/cost-tracker'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../execute/result.js'
import { type AnswerFrame, buildAnswer } from './build-answer.js'
import { digestOf } from './digest.js'

const frame: AnswerFrame = {
  id: 'a1',
  dataset: { name: 'd', version: 'v', contentId: 'c', source: 's' },
  asOf: '2026-01-01T00:00:00.000Z',
  question: 'q',
  language: 'en',
  cost: emptyBill(),
  timingsMs: {},
  warnings: [],
}

function answerOf(columns: readonly string[], rows: readonly (readonly Cell[])[], badLines = 0) {
  return buildAnswer(frame, {
    text: 't',
    plan: { version: 1, root: { op: 'scan', table: 't' } },
    planHash: 'h',
    badLines,
    evidence: [],
    reading: [],
    assumptions: [],
    result: {
      columns: columns.map((name) => ({ name, type: 'mixed' })),
      rows,
      coverage: { considered: 5, used: 4, withheld: 0, skipped: [{ reason: 'null: x', records: 1 }] },
      provenance: { table: 't', rows: [], total: 4 },
      rowsScanned: 5,
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
