import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssayEvent } from '@assay/store/event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Assay, createAssay, fromText } from './index.js'

let folder: string
let assay: Assay
let events: AssayEvent[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-mixed-'))
  events = []
  assay = await createAssay({ store: folder, onEvent: (event) => events.push(event) })
})
afterEach(async () => {
  await assay.close()
  await rm(folder, { recursive: true, force: true })
})

async function rowsOf(records: readonly unknown[], sql: string): Promise<unknown> {
  const dataset = await assay.ingest(fromText('t.json', JSON.stringify(records)), { name: 't' })
  return (await assay.query(dataset, sql)).rows
}

const restarts = (): number => events.filter(({ type }) => type === 'ingest-restarted').length

const containers: readonly (readonly [string, unknown])[] = [
  ['an object', { b: 1 }],
  ['an object of objects', { b: { c: 1 } }],
  ['an array of records', [{ b: 1 }]],
  ['an array of texts', ['x']],
  ['an array of numbers', [1, 2]],
]
const others: readonly (readonly [string, unknown])[] = [
  ['a number', 5],
  ['a text', 'x'],
  ['null', null],
]

describe('a column that holds containers in some rows', () => {
  for (const [holder, container] of containers) {
    for (const [name, other] of others) {
      it(`knows ${holder} from nothing, before and after ${name}`, async () => {
        const records = [{ a: container }, { a: other }, { z: 1 }, { a: container }]
        for (const order of [records, records.toReversed()]) {
          const nulls = other === null ? 2 : 1
          expect(await rowsOf(order, 'SELECT count(*), count(a) FROM t')).toEqual([[4, 4 - nulls]])
          expect(await rowsOf(order, 'SELECT count(*) FROM t WHERE a IS NULL')).toEqual([[nulls]])
        }
      })
    }
  }

  it('says in coverage which of its values are of another kind', async () => {
    const records = [{ a: { b: 1 } }, { a: 1 }, { a: 2 }, {}]
    for (const order of [records, records.toReversed()]) {
      const dataset = await assay.ingest(fromText('t.json', JSON.stringify(order)), { name: 't' })
      const { rows, coverage } = await assay.query(dataset, 'SELECT sum(a) FROM t')
      expect(rows).toEqual([[3]])
      expect(coverage.skipped).toContainEqual({ reason: 'wrong-type: a', records: 1 })
      expect(await rowsOf(order, 'SELECT count("a.b") FROM t')).toEqual([[1]])
    }
  })

  it('is learned in one restart, however many there are', async () => {
    const records = [
      { a: { x: 1 }, b: { x: 1 }, c: [{ x: 1 }] },
      { a: 1, b: 2, c: 3 },
    ]
    expect(await rowsOf(records, 'SELECT count(a), count(b), count(c) FROM t')).toEqual([[2, 2, 2]])
    expect(restarts()).toBe(1)
    expect(await rowsOf(records.toReversed(), 'SELECT count(a), count(b), count(c) FROM t')).toEqual([
      [2, 2, 2],
    ])
    expect(restarts()).toBe(1)
  })

  it('is none where only empty ones stand beside those that are taken apart', async () => {
    const records = [
      { a: [], b: {} },
      { a: [{ x: 1 }], b: { y: 1 } },
    ]
    for (const order of [records, records.toReversed()]) {
      const dataset = await assay.ingest(fromText('t.json', JSON.stringify(order)), { name: 't' })
      const { catalog } = await assay.schema(dataset)
      expect(catalog.tables.map(({ columns }) => columns.map(({ name }) => name))).toEqual([['b.y'], ['x']])
    }
    expect(restarts()).toBe(0)
  })

  it('is right for elements that are records in one place and scalars in another', async () => {
    for (const order of [
      [{ a: 1 }, 5, 'x', null],
      [null, 5, { a: 1 }, 'x'],
    ]) {
      expect(await rowsOf(order, 'SELECT count(*), count(value), count(a) FROM t')).toEqual([[4, 3, 1]])
    }
  })
})
