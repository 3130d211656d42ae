import { isDeepStrictEqual } from 'node:util'
import { isAssayError } from '@assay/store/error'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learnBytes, rebuildDocument, type Trace, traceScan } from './batch-trace.js'
import { describeTrace, failEveryCut, scanEveryCut } from './cut-scans.js'
import { KeySet } from './key-set.js'
import { type LearnedMap, nothingLearned } from './learned.js'
import { anyDocument, withoutEmpty } from './random-documents.js'
import type { ShapeNode, Step } from './shape.js'

const encoder = new TextEncoder()
const member = (key: string): Step => ({ kind: 'member', key })
const entry: Step = { kind: 'entry' }
const element: Step = { kind: 'element' }
const members = <Value>(count: number, value: (i: number) => Value, name = 'k') =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}${i}`, value(i)]))

/** Scans in the shape that is learned, as the pipeline does. */
function learn(value: unknown): { readonly maps: readonly LearnedMap[]; readonly trace: Trace } {
  const bytes = encoder.encode(JSON.stringify(value))
  const learned = learnBytes(bytes)
  return { maps: learned.maps, trace: traceScan([bytes], { learned }) }
}

const layouts = ({ shape }: Trace): string[] =>
  shape.tables.map(({ layout, path }) => `${layout} /${path.join('/')}`)

describe('what is a map', () => {
  it('is a document of more than 64 records, and not one of 64', () => {
    expect(learn(members(64, (i) => ({ i }))).maps).toEqual([])
    const { maps, trace } = learn(members(65, (i) => ({ i })))
    expect(maps).toEqual([{ path: [], fixed: [] }])
    expect(layouts(trace)).toEqual(['map /'])
    expect(trace.rows).toHaveLength(65)
  })

  it('is an object of scalars of one kind, and not a wide record of several', () => {
    expect(layouts(learn({ rates: members(100, (i) => i / 7) }).trace)).toEqual(['single /', 'map /rates'])
    const wide = members(100, (i) => (i % 2 === 0 ? i : `text ${i}`))
    expect(layouts(learn(wide).trace)).toEqual(['single /'])
    expect(layouts(learn(members(600, (i) => (i % 2 === 0 ? i : `text ${i}`))).trace)).toEqual(['map /'])
  })

  it('is what records hold under names of their own, and not what they share', () => {
    const own = Array.from({ length: 50 }, (_, row) => ({ id: row, tags: members(3, (i) => i, `r${row}_`) }))
    expect(layouts(learn(own).trace)).toEqual(['array /', 'map /tags'])
    const shared = Array.from({ length: 50 }, (_, row) => ({ id: row, days: members(100, (i) => i) }))
    expect(layouts(learn(shared).trace)).toEqual(['array /'])
  })

  it('is never an element of an array: records of different kinds stay records', () => {
    const kinds = Array.from({ length: 200 }, (_, row) => ({
      type: `t${row % 40}`,
      ...members(5, (i) => i, `f${row % 40}_`),
    }))
    expect(layouts(learn(kinds).trace)).toEqual(['array /'])
  })

  it('leaves out of the map what most of its siblings have', () => {
    const apis = members(80, (row) => ({
      about: `page ${row}`,
      ...members(2, (i) => ({ v: i }), `m${row}_`),
    }))
    const { maps, trace } = learn({ apis })
    expect(maps).toEqual([
      { path: [member('apis')], fixed: [] },
      { path: [member('apis'), entry], fixed: ['about'] },
    ])
    expect(layouts(trace)).toEqual(['single /', 'map /apis', 'map /'])
    expect(trace.rows.map(({ table }) => table).filter((table) => table === 2)).toHaveLength(160)
  })

  it('is found although its records fill the table before their number shows it', () => {
    const { trace } = learn({ x: 1, schemas: members(70, () => members(40, (i) => `${i}`, 'field')) })
    expect(layouts(trace)).toEqual(['single /', 'map /schemas'])
    expect(trace.shape.tables.map(({ pathsLeftOut }) => pathsLeftOut)).toEqual([0, 0])
  })

  it('is a column each when the scan may not start again', () => {
    const bytes = encoder.encode(JSON.stringify(members(1000, (i) => i)))
    const { shape } = traceScan([bytes])
    expect(shape.tables).toMatchObject([{ layout: 'single', pathsLeftOut: 488 }])
  })
})

describe('arrays of numbers in records', () => {
  it('are lists when they have three lengths, and tuples before that', () => {
    const records = (lengths: readonly number[]) =>
      lengths.map((length) => ({ ids: Array.from({ length }, (_, i) => i) }))
    expect(layouts(learn(records([2, 3, 2, 3])).trace)).toEqual(['array /'])
    expect(layouts(learn(records([2, 3, 2, 4])).trace)).toEqual(['array /', 'array /ids'])
    expect(learn({ points: records([1, 2, 3]) }).trace.rows).toHaveLength(10)
  })
})

describe('rows of a map', () => {
  it('are its members, with their names, in every cut', () => {
    const learned = {
      ...nothingLearned,
      maps: [
        { path: [], fixed: [] },
        { path: [entry], fixed: ['meta'] },
      ],
    }
    const text = '{"a":1,"b\\n":{"x":[{"y":2}],"meta":{"q":true},"z":{}},"c":[{"w":null}],"d":{},"e":[]}'
    expect(describeTrace(scanEveryCut(text, { learned }))).toMatchInlineSnapshot(`
      [
        "t0 map < -1 /",
        "t1 map < 0 /",
        "t2 array < 1 /",
        "t3 array < 0 /",
        "t0 text "a" @0",
        "t0 number 1 @0",
        "t0 escaped "b\\n" @1",
        "t1 text "x" @0",
        "t2.y number 2 @0",
        "t0.meta.q true true @1",
        "t1 text "z" @1",
        "t0 json [13,53] @1",
        "t0 text "c" @2",
        "t3.w null null @0",
        "t0 json [58,70] @2",
        "t0 text "d" @3",
        "t0 json [75,77] @3",
        "t0 text "e" @4",
        "t0 json [82,84] @4",
        "t0[0] < -1 #0",
        "t2[0] < 0 #0",
        "t1[0] < 1 #0",
        "t1[1] < 1 #2",
        "t0[1] < -1 #1",
        "t3[0] < 2 #0",
        "t0[2] < -1 #2",
        "t0[3] < -1 #3",
        "t0[4] < -1 #4",
      ]
    `)
  })

  it('keep their places below elements', () => {
    const learned = { ...nothingLearned, maps: [{ path: [element, member('m')], fixed: [] }] }
    const trace = scanEveryCut('[{"m":{"a":1,"b":2}},{},{"m":{}},{"m":{"c":3}}]', { learned })
    expect(trace.rows.filter(({ table }) => table === 1).map(({ parent, index }) => [parent, index])).toEqual(
      [
        [0, 0],
        [0, 1],
        [3, 0],
      ],
    )
  })

  it('cannot have the same name twice, however it is spelled', () => {
    const learned = { ...nothingLearned, maps: [{ path: [], fixed: [] }] }
    expect(failEveryCut('{"a":1,"b":2,"\\u0061":3}', { learned })).toMatchObject({
      code: 'JSON_DUPLICATE_KEY',
      key: 'a',
      offset: 13,
    })
    expect(failEveryCut('{"a":{"a":1},"b":{"a":1}}', { learned }).code).toBe('accepted')
  })

  it('put together again are the document, whatever objects are taken for maps', () => {
    let maps = 0
    fc.assert(
      fc.property(anyDocument, fc.infiniteStream(fc.nat(3)), (document, dice) => {
        const bytes = encoder.encode(JSON.stringify(document))
        const { nodes } = traceScan([bytes]).shape
        const chosen = nodes.filter(({ step }) => step.kind !== 'element' && dice.next().value !== 0)
        const learned = {
          ...nothingLearned,
          maps: chosen.map((node) => ({
            path: pathOf(nodes, node),
            fixed: dice.next().value === 0 ? ['a'] : [],
          })),
        }
        const trace = refusedRepetition(() => traceScan([bytes], { learned: learnBytes(bytes, { learned }) }))
        if (trace === undefined) return true
        maps += trace.shape.tables.filter(({ layout }) => layout === 'map').length
        return isDeepStrictEqual(
          withoutNulls(rebuildDocument(trace, bytes)),
          withoutNulls(JSON.parse(JSON.stringify(document))),
        )
      }),
      { numRuns: 2_000 },
    )
    expect(maps).toBeGreaterThan(500)
  })
})

describe('the keys of an open map', () => {
  it('are a set of bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), (keys) => {
        const set = new KeySet()
        const seen = new Set<string>()
        for (let round = 0; round < 2; round++) {
          for (const key of keys) {
            const bytes = encoder.encode(key)
            expect(set.add(bytes, 0, bytes.length)).toBe(!seen.has(key))
            seen.add(key)
          }
          set.clear()
          seen.clear()
        }
      }),
    )
  })
})

function pathOf(nodes: readonly ShapeNode[], node: ShapeNode): Step[] {
  const path: Step[] = []
  for (let at = node; at.parent >= 0; at = nodes[at.parent]!) path.unshift(at.step)
  return path
}

function refusedRepetition(scan: () => Trace): Trace | undefined {
  try {
    return scan()
  } catch (problem) {
    if (isAssayError(problem) && problem.code === 'JSON_DUPLICATE_KEY') return undefined
    throw problem
  }
}

/** An entry that is null leaves its name, as an empty one does. */
function withoutNulls(value: unknown): unknown {
  return withoutEmpty(JSON.parse(JSON.stringify(value), (_, inner) => (inner === null ? {} : inner)))
}
