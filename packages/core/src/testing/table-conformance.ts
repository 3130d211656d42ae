import { type Batch, type Table, ValueKind, type Vector, type ZonePredicate } from '../columns/table.js'
import { readCellTag, readTable, toCellTag } from './read-table.js'

/**
 * Makes tables of records. Each record is a JSON object's members as `[name, JSON text of the value]`; the first
 * table given back holds them as its rows, in order, a column for each name.
 */
export type CreateTables = (records: readonly ConformanceRecord[]) => Promise<readonly Table[]>
export type ConformanceRecord = readonly (readonly [name: string, json: string])[]

/** What every implementation of the Table port must do. A check that fails throws an Error that says what was wrong. */
export interface TableCheck {
  readonly name: string
  run(create: CreateTables): Promise<void>
}

const numbers = [
  '0',
  '-0',
  '1',
  '-1.5',
  '0.1',
  '1e3',
  '9007199254740991',
  '9007199254740993',
  '1e400',
  '-1e400',
  '1e-400',
  '0.1000000000000000055511151231257827',
  '13.377704000000001',
  '123456789012345678901234567890.5',
]
const texts = [
  '""',
  '"a"',
  '"A"',
  '"zürich"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\ud83d\\ude00"',
  '"a\\"b\\\\c\\n"',
  '"1"',
  '"null"',
  `"${'long '.repeat(2000)}"`,
]
const others = ['null', 'true', 'false', '[]', '[1,"x"]', '{}']

/** Every value in one column, then columns of one kind, sparse ones and clustered ones. */
const sample: ConformanceRecord[] = [...numbers, ...texts, ...others].flatMap(
  (json, i): ConformanceRecord[] => [
    [
      ['any', json],
      ['id', String(i * 2)],
      ['group', `"g${i >> 3}"`],
    ],
    [
      ['id', String(i * 2 + 1)],
      ['price', `${i}.25`],
      ['group', `"g${i >> 3}"`],
      ...(i === 7 ? [['rare', '7'] as const] : []),
    ],
  ],
)
const names = ['any', 'id', 'group', 'price', 'rare']

export const tableChecks: readonly TableCheck[] = [
  { name: 'gives every value back, missing and null kept apart', run: checkValues },
  { name: 'gives batches in row order, with lanes of their length', run: checkBatches },
  { name: 'gives only the columns asked for', run: checkProjection },
  { name: 'keeps dictionaries distinct, and finds what they hold', run: checkDictionaries },
  { name: 'gives scaled numbers that mean the same as the doubles', run: checkScaled },
  { name: 'never loses a row by a zone predicate', run: checkZones },
  { name: 'counts each kind in its schema', run: checkCounts },
  { name: 'scans twice at once without mixing', run: checkConcurrency },
  { name: 'stops a scan that is aborted', run: checkAbort },
  { name: 'locates rows in the order asked', run: checkLocate },
]

async function sampleTable(create: CreateTables): Promise<Table> {
  return (await create(sample))[0]!
}

async function checkValues(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  const rows = await readTable(table, names)
  expectSame(rows.length, sample.length, 'number of rows')
  sample.forEach((record, row) => {
    const expected = record.map(([name, json]) => `${name}=${toCellTag(json)}`).sort()
    expectSame(
      [...rows[row]!]
        .map(([name, tag]) => `${name}=${tag}`)
        .sort()
        .join('\n'),
      expected.join('\n'),
      `row ${row}`,
    )
  })
}

async function checkBatches(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  let next = 0
  for await (const batch of table.scan(names)) {
    expectSame(batch.firstRow, next, 'first row of a batch')
    next += batch.length
    for (const [name, vector] of batch.columns) checkLanes(name, vector, batch)
  }
  expectSame(next, sample.length, 'rows of all batches')
}

function checkLanes(name: string, vector: Vector, batch: Batch): void {
  const { kind, kinds, codes, scaled } = vector
  expectSame(vector.length, batch.length, `length of ${name}`)
  expectSame((kind === undefined) !== (kinds === undefined), true, `exactly one of kind and kinds of ${name}`)
  for (const lane of [kinds, codes, vector.numbers, scaled?.mantissa]) {
    if (lane !== undefined) expectSame(lane.length, batch.length, `length of a lane of ${name}`)
  }
}

async function checkProjection(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  for await (const batch of table.scan(['price', 'id'])) {
    expectSame([...batch.columns.keys()].sort().join(), 'id,price', 'columns of a batch')
  }
  let rows = 0
  for await (const batch of table.scan([])) rows += batch.length
  expectSame(rows, sample.length, 'rows of a scan without columns')
}

async function checkDictionaries(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  for await (const batch of table.scan(['any', 'group'])) {
    for (const vector of batch.columns.values()) {
      const codeOf = new Map<string, number>()
      for (let row = 0; row < batch.length; row++) {
        if ((vector.kind ?? vector.kinds![row]) !== ValueKind.text) continue
        const code = vector.codes![row]!
        const text = vector.dictionary!.text(code)
        expectSame(codeOf.get(text) ?? code, code, `code of ${JSON.stringify(text.slice(0, 20))}`)
        expectSame(vector.dictionary!.find(text), code, `code found of ${JSON.stringify(text.slice(0, 20))}`)
        codeOf.set(text, code)
      }
      expectSame(vector.dictionary?.find('not a text of the data') ?? -1, -1, 'code of an unknown text')
    }
  }
}

async function checkScaled(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  for await (const batch of table.scan(['id', 'price', 'any'])) {
    for (const [name, vector] of batch.columns) {
      if (vector.scaled === undefined) continue
      const { mantissa, scale } = vector.scaled
      expectSame(vector.exact?.size ?? 0, 0, `exact texts beside scaled numbers of ${name}`)
      for (let row = 0; row < batch.length; row++) {
        if ((vector.kind ?? vector.kinds![row]) !== ValueKind.number) continue
        expectSame(readCellTag(vector, row), toCellTag(`${mantissa[row]}e${-scale}`), `number of ${name}`)
      }
    }
  }
}

async function checkZones(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  const rows = await readTable(table, names)
  const matching = (test: (row: Map<string, string>) => boolean) =>
    rows.flatMap((row, i) => (test(row) ? [i] : []))
  const number = (row: Map<string, string>, name: string) =>
    row.get(name)?.startsWith('n:') ? Number(row.get(name)!.slice(2)) : Number.NaN
  const cases: [ZonePredicate, number[]][] = [
    [[{ column: 'id', op: 'eq', number: 5 }], matching((row) => number(row, 'id') === 5)],
    [[{ column: 'id', op: 'gt', number: 50 }], matching((row) => number(row, 'id') > 50)],
    [[{ column: 'price', op: 'le', number: 3.25 }], matching((row) => number(row, 'price') <= 3.25)],
    [[{ column: 'rare', op: 'ge', number: 7 }], matching((row) => number(row, 'rare') >= 7)],
    [
      [{ column: 'any', op: 'gt', number: 9007199254740992 }],
      matching((row) => /^n:(9007199254740993|1e400|1234567890)/.test(row.get('any') ?? '')),
    ],
    [[{ column: 'any', op: 'lt', number: 0 }], matching((row) => number(row, 'any') < 0)],
    [
      [{ column: 'group', op: 'in', texts: ['g1', 'nowhere'] }],
      matching((row) => row.get('group') === 't:g1'),
    ],
    [
      [{ column: 'any', op: 'in', texts: ['zürich', '\ud800'] }],
      matching((row) => ['t:zürich', 't:\ud800'].includes(row.get('any') ?? '')),
    ],
    [
      [
        { column: 'id', op: 'ge', number: 20 },
        { column: 'id', op: 'lt', number: 24 },
      ],
      matching((row) => number(row, 'id') >= 20 && number(row, 'id') < 24),
    ],
  ]
  for (const [predicate, wanted] of cases) {
    expectSame(wanted.length > 0, true, `rows of ${JSON.stringify(predicate)}`)
    const delivered = new Set<number>()
    let last = -1
    for await (const batch of table.scan(['id'], predicate)) {
      expectSame(batch.firstRow > last, true, 'batches in row order')
      last = batch.firstRow + batch.length - 1
      for (let row = 0; row < batch.length; row++) delivered.add(batch.firstRow + row)
    }
    const lost = wanted.filter((row) => !delivered.has(row))
    expectSame(lost.join(), '', `rows lost by ${JSON.stringify(predicate)}`)
  }
}

async function checkCounts(create: CreateTables): Promise<void> {
  const { schema } = await sampleTable(create)
  expectSame(schema.rows, sample.length, 'rows of the schema')
  for (const { name, counts } of schema.columns) {
    const sum = Object.values(counts).reduce((total, count) => total + count, 0)
    expectSame(sum, schema.rows, `counts of ${name}`)
  }
  const any = schema.columns.find(({ name }) => name === 'any')?.counts
  expectSame(
    JSON.stringify([any?.missing, any?.null, any?.boolean, any?.number, any?.text, any?.json]),
    JSON.stringify([sample.length / 2, 1, 2, numbers.length, texts.length, 3]),
    'counts of any',
  )
}

async function checkConcurrency(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  const read = async (columns: string[]) =>
    JSON.stringify((await readTable(table, columns)).map((row) => [...row]))
  const [alone, alsoAlone] = [await read(['any', 'price']), await read(['group'])]
  const [first, second] = await Promise.all([read(['any', 'price']), read(['group'])])
  expectSame(first === alone && second === alsoAlone, true, 'the same rows at once as one after the other')
}

async function checkAbort(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  const controller = new AbortController()
  controller.abort()
  const scanned = (async () => {
    for await (const batch of table.scan(['id'], [], controller.signal))
      expectSame(batch.length, 0, 'rows after an abort')
    return true
  })()
  expectSame(await scanned.catch(() => 'stopped'), 'stopped', 'an aborted scan')
}

async function checkLocate(create: CreateTables): Promise<void> {
  const table = await sampleTable(create)
  const last = sample.length - 1
  const [one, zero, again, end] = await table.locate([1, 0, 1, last])
  expectSame(JSON.stringify(one), JSON.stringify(again), 'the same row twice')
  expectSame(new Set([one, zero, end].map((location) => location?.pointer)).size, 3, 'different pointers')
  expectSame(
    zero!.span[0] < zero!.span[1] && zero!.span[1] <= one!.span[0] && one!.span[1] <= end!.span[0],
    true,
    'spans in order',
  )
  expectSame((await table.locate([])).length, 0, 'no row')
  const outside = await table.locate([sample.length]).then(
    () => 'located',
    () => 'refused',
  )
  expectSame(outside, 'refused', 'a row that is not there')
}

function expectSame<Value>(actual: Value, expected: Value, what: string): void {
  if (Object.is(actual, expected)) return
  throw new Error(
    `${what}: expected ${String(expected).slice(0, 2000)}, got ${String(actual).slice(0, 2000)}`,
  )
}
