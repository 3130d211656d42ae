import fc from 'fast-check'
import type { StepPath } from '../json/learned.js'
import { anyDocument } from '../json/random-documents.js'
import type { Step } from '../json/shape.js'
import type { ColumnLimits } from './column-limits.js'

/** How a stretch comes into the file: built here, built elsewhere and staged, or appended. */
type Way = 'here' | 'elsewhere' | 'append'

/** A source in stretches, and how they are built. */
export interface CutSource {
  readonly format: 'json' | 'jsonl'
  /** The first holds what is before the border of the first two records, the last what is after that of the last two. */
  readonly pieces: readonly string[]
  /** Steps to the record, and the path of its table. */
  readonly steps: StepPath
  readonly path: readonly string[]
  readonly ways: readonly Way[]
  readonly limits: Partial<ColumnLimits>
  readonly isPortable: boolean
}

const element: Step = { kind: 'element' }
const member = (key: string): Step => ({ kind: 'member', key })

const detail = fc.record(
  {
    sku: fc.constantFrom('x-1', 'x-2', 'a long text that is kept by reference'),
    qty: fc.oneof(fc.nat(9), fc.double({ noNaN: true, noDefaultInfinity: true })),
    parts: fc.array(fc.record({ p: fc.nat(300) }), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['sku'] },
)
const fields = fc.record(
  {
    name: fc.string({ maxLength: 40 }),
    kind: fc.constantFrom('new', 'open', 'done'),
    tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
    lines: fc.array(detail, { maxLength: 4 }),
    stock: fc.dictionary(fc.string({ maxLength: 3 }), fc.record({ n: fc.nat(9) }), { maxKeys: 9 }),
    box: fc.constant([[1, 2], [3]]),
    odd: anyDocument,
  },
  { requiredKeys: [] },
)
const repeated = fc.constantFrom(
  '',
  '',
  '',
  ',"n":1,"n":"two"',
  ',"o":{"x":1,"y":2},"o":{"x":3}',
  ',"n":12345678901234567890',
)
const record = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fields, repeated) },
  { weight: 1, arbitrary: fc.constantFrom('null', '17', '"text"', '[1,{"a":2}]') },
)
const stretches = fc.array(fc.array(record, { maxLength: 20 }), { minLength: 1, maxLength: 5 })

const frames = [
  { format: 'jsonl', head: '', between: '\n', tail: '', steps: [], path: [] },
  { format: 'json', head: '[', between: ',', tail: ']', steps: [element], path: [] },
  {
    format: 'json',
    head: '{"title":"a text","tuple":[1,2],"first":[{"a":1},{"a":2}],"records":[',
    between: ',',
    tail: '],"after":{"k":1},"first2":[{"z":1}]}',
    steps: [member('records'), element],
    path: ['records'],
  },
  {
    format: 'json',
    head: '{"n":1,"groups":[{"name":"g0","items":[{"id":7,"tags":["x","y"]}],"more":"m"},{"name":"g1","n":12345678901234567890,"box":[1],"items":[',
    between: ',',
    tail: '],"last":["x"]},{"name":"g2","items":[{"id":8}]}]}',
    steps: [member('groups'), element, member('items'), element],
    path: ['items'],
  },
] as const

/** Documents of nested tables, lists, maps, repeated keys and references, cut between two of their records. */
export const cutSources: fc.Arbitrary<CutSource> = fc
  .record({
    frame: fc.constantFrom(...frames),
    stretches,
    ways: fc.array(fc.constantFrom<Way>('here', 'elsewhere', 'append'), { minLength: 1, maxLength: 4 }),
    isPortable: fc.boolean(),
    limits: fc.record({
      maxGroupRows: fc.constantFrom(1, 3, 7, 65_536, 65_536),
      maxGroupBytes: fc.constantFrom(100, 1000, 100_000),
      maxSliceValues: fc.constantFrom(3, 8192),
      maxInlineTextBytes: fc.constantFrom(4, 4096),
      maxChunkBytes: fc.constantFrom(50, 5000, 4_000_000),
      maxBufferedBytes: fc.constantFrom(1, 3000, 10_000, 33_000_000),
    }),
  })
  .map(({ frame, stretches, ...rest }) => {
    let id = 0
    const write = (one: string | [object, string]): string => {
      if (typeof one === 'string') return one
      const [members, more] = one
      return `${JSON.stringify({ id: id++, ...members }).slice(0, -1)}${more}}`
    }
    const { format, head, between, tail, steps, path } = frame
    const inside = stretches.map((records) => records.map((one) => write(one) + between).join(''))
    const first = `${head}{"id":"first"}${between}`
    return { format, steps, path, pieces: [first, ...inside, `{"id":"last"}${tail}`], ...rest }
  })
