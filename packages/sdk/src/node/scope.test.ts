import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Assay, createAssay, fromText } from './index.js'

const bags = [
  { bag: 'K-1', owner: 'ann', weight: 12, zone: 'north' },
  { bag: 'K-2', owner: 'bob', weight: 31, zone: 'secret hall' },
  { bag: 'K-3', owner: 'ann', weight: 9, zone: 'north' },
  { bag: 'K-4', owner: null, weight: 77, zone: 'secret hall' },
]

let folder: string
let assay: Assay
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-scope-'))
  assay = await createAssay({
    store: folder,
    scope: ({ actor }) =>
      actor === 'local'
        ? undefined
        : {
            op: 'eq',
            args: [
              { op: 'column', name: 'owner' },
              { op: 'text', value: actor },
            ],
          },
  })
  await assay.ingest(fromText('bags.json', JSON.stringify(bags)), { name: 'bags' })
})
afterEach(async () => {
  await assay.close()
  await rm(folder, { recursive: true })
})

describe('an actor with a scope', () => {
  const ann = { actor: 'ann' }

  it('gets answers about the records that are there for it, and how many are withheld', async () => {
    const answer = await assay.query('bags', 'SELECT count(*) FROM bags', ann)
    expect(answer.value).toBe(2)
    expect(answer.coverage).toEqual({ considered: 2, used: 2, withheld: 2, skipped: [] })
    expect(answer.evidence.map(({ pointer }) => pointer)).toEqual(['/0', '/2'])
    const most = await assay.ask('bags', 'What is the highest weight?', ann)
    expect(most.coverage.withheld).toBe(2)
    expect([most.value, most.text]).toEqual([12, 'highest weight of bags: 12'])
    expect(most.evidence.map(({ pointer }) => pointer)).toEqual(['/0'])
    expect((await assay.query('bags', 'SELECT count(*) FROM bags')).value).toBe(4)
  })

  it('is not told what others hold, by schema, questions or a plan of its own', async () => {
    const { catalog } = await assay.schema('bags', ann)
    expect(JSON.stringify(catalog)).not.toMatch(/77|bob|secret/)
    const asked = await assay.ask('bags', 'How many bags are in the secret hall?', ann)
    const invented = await assay.ask('bags', 'How many bags are in the crystal palace?', ann)
    expect(asked.status).toBe(invented.status)
    expect(asked.reason).toBe(invented.reason)
    const ranked = await assay.ask('bags', 'Which owner has the most bags?', ann)
    expect(ranked).toMatchObject({
      value: [{ owner: 'ann' }],
      coverage: { used: 2, withheld: 2, skipped: [] },
    })
    const least = await assay.query('bags', 'SELECT min(weight), max(weight), count(owner) FROM bags', ann)
    expect([least.rows, least.how]).toEqual([[[9, 12, 2]], 'exact'])
    for (const sql of ['SELECT bag FROM bags WHERE secret = 1', 'SELECT bag FROM bags WHERE owner = 5']) {
      const error = await assay.query('bags', sql, ann).catch((cause: Error) => cause)
      expect(JSON.stringify(error)).not.toMatch(/77|bob|secret hall/)
    }
    const scan = { op: 'scan', table: 'bags', scope: { op: 'boolean', value: true } } as const
    expect((await assay.query('bags', { version: 1, root: scan }, ann)).rows).toHaveLength(2)
    const theirs = await assay.query('bags', 'SELECT bag FROM bags')
    expect((await assay.query('bags', theirs.plan!, ann)).rows).toEqual([['K-1'], ['K-3']])
    const explained = await assay.explain('bags', { sql: 'SELECT count(*) FROM bags' }, ann)
    expect(explained.tree).toContain("scan bags within owner = 'ann'")
  })
})
