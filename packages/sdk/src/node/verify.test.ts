import { appendFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../index.js'
import { type Assay, createAssay, fromFile, fromText } from './index.js'

let folder: string
let path: string
let assay: Assay
let answers: Answer[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-verify-'))
  path = join(folder, 'doors.json')
  const doors = Array.from({ length: 300 }, (_, id) => ({
    id,
    level: `Level ${id % 3}`,
    width: 80 + (id % 5),
  }))
  writeFileSync(path, JSON.stringify(doors))
  assay = await createAssay({ store: join(folder, 'store') })
  await assay.ingest(await fromFile(path), { name: 'doors' })
  await assay.ingest(
    fromText('levels.json', '[{"name":"Level 1","height":3},{"name":"Level 2","height":4}]'),
    {
      name: 'levels',
    },
  )
  const { plan } = await assay.query('doors', 'SELECT max(width) FROM doors')
  answers = [
    await assay.ask('doors', 'How many doors are on Level 1?'),
    await assay.ask('doors', 'Which level has the most doors?'),
    await assay.ask('doors', 'How many dragons are there?'),
    await assay.query('doors', "SELECT id, width FROM doors WHERE level = 'Level 2' ORDER BY id LIMIT 7"),
    await assay.query('doors', 'SELECT level, sum(width) FROM doors GROUP BY level', { evidence: 2 }),
    await assay.query('doors', 'SELECT count(*) FROM doors', { evidence: 0 }),
    await assay.query('doors', plan!),
    await assay.query(['doors', 'levels'], 'SELECT sum(height) FROM doors.records JOIN levels.records', {
      links: [{ from: 'doors.doors.level', to: 'levels.levels.name' }],
    }),
  ].map((answer) => JSON.parse(JSON.stringify(answer)) as Answer)
})
afterAll(async () => {
  await assay.close()
  rmSync(folder, { recursive: true })
})

it('passes answers as they were given', async () => {
  expect(answers.map(({ status }) => status)).toContain('unsupported')
  for (const answer of answers) {
    expect(await assay.verify(answer)).toMatchObject({ ok: true, problems: [], full: false })
    expect(await assay.verify(answer, { full: true })).toMatchObject({ ok: true, problems: [], full: true })
  }
})

describe('an answer that was changed', () => {
  it('fails for evidence that was taken away, added or moved', async () => {
    const [answer] = answers
    const { evidence } = answer!
    expect(evidence.length).toBe(100)
    for (const changed of [[], evidence.slice(1), evidence.slice(0, 50), [...evidence, evidence[0]!]]) {
      const { ok, problems } = await assay.verify({ ...answer!, evidence: changed })
      expect([changed.length, ok, problems.map(({ part }) => part)]).toEqual([
        changed.length,
        false,
        ['evidence'],
      ])
    }
    const whole = answers[3]!
    expect((await assay.verify({ ...whole, evidence: whole.evidence.slice(0, 3) })).ok).toBe(false)
    expect((await assay.verify({ ...whole, evidenceTotal: 3 })).ok).toBe(false)
    // Consistent, and found only when the plan is run again.
    const fewer = { ...whole, evidence: whole.evidence.slice(0, 3), evidenceTotal: 3 }
    expect((await assay.verify(fewer)).ok).toBe(true)
    expect((await assay.verify(fewer, { full: true })).problems.map(({ part }) => part)).toEqual([
      'evidence',
      'evidenceTotal',
    ])
  })

  it('fails in full for any member that follows from the data', async () => {
    for (const answer of answers) {
      const changes: Partial<Record<keyof Answer, unknown>>[] = [
        { text: `${answer.text}!` },
        { value: 4711 },
        { rows: [[1]] },
        { status: 'partial' },
        { coverage: { ...answer.coverage, used: answer.coverage.used + 1 } },
        { planHash: 'f'.repeat(64) },
        { plan: { version: 1, root: { op: 'scan', table: 'doors' } } },
        { question: `${answer.question.slice(0, -1)}x` },
        { assumptions: ['a metre is a foot'] },
      ]
      for (const change of changes) {
        const changed = { ...answer, ...change } as Answer
        const verification = await assay.verify(changed, { full: true })
        expect([change, verification.ok]).toEqual([change, false])
      }
    }
  })

  it('fails for the content of another dataset', async () => {
    const [answer] = answers
    const { dataset } = answer!
    const other = { ...answer!, dataset: { ...dataset, contentId: '0'.repeat(64) } }
    expect((await assay.verify(other)).problems).toMatchObject([{ part: 'content' }])
  })
})

describe('a source that was changed', () => {
  it('fails in full even where no evidence lies, and passes again when it is as it was', async () => {
    const before = readFileSync(path)
    appendFileSync(path, '\n')
    const answer = answers[3]!
    expect(await assay.verify(answer)).toMatchObject({ ok: true })
    const { ok, problems } = await assay.verify(answer, { full: true })
    expect([ok, problems.some(({ part }) => part === 'content')]).toEqual([false, true])
    writeFileSync(path, before)
    utimesSync(path, 1, 1)
    // The same bytes under another time: hashing the whole source shows it, and evidence cannot be cited again.
    expect((await assay.verify(answer, { full: true })).problems.map(({ part }) => part)).toEqual([
      'evidence',
    ])
    await assay.ingest(await fromFile(path), { name: 'doors' })
    expect((await assay.verify(answer, { full: true })).ok).toBe(true)
  })
})
