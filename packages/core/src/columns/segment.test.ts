import { describe, expect, it } from 'vitest'
import { buildTestSegment } from '../testing/build-test-segment.js'
import { createSegmentTable } from './segment-table.js'
import type { Table } from './table.js'

async function tablesOf(...args: Parameters<typeof buildTestSegment>): Promise<Table[]> {
  const { segment, readSource } = await buildTestSegment(...args)
  return segment.tables.map((table) =>
    createSegmentTable({
      segment,
      version: 'v1',
      readSource,
      schema: {
        name: table.name,
        aliases: [],
        rows: table.rows,
        pointer: '',
        layout: table.layout,
        columns: [],
        columnsLeftOut: 0,
      },
    }),
  )
}

describe('segment', () => {
  it('tries', async () => {
    const text =
      '[{"a":1,"b":"x","c":[1,2]},{"a":2.5,"b":"y\\n","d":{"e":null}},{"a":9007199254740993,"b":"x"}]'
    const [table] = await tablesOf(text)
    for await (const batch of table!.scan(['a', 'b', 'c', 'd.e', 'zz'])) console.dir(batch, { depth: 5 })
    console.log(await table!.locate([2, 0]))
    const more = await tablesOf('{"data":[{"x":[{"y":1},{"y":2}]},{"x":[{"y":3}]}], "n": 5}')
    for (const t of more) {
      console.log(t.schema)
      for await (const batch of t.scan(['n', 'y'])) console.dir(batch, { depth: 5 })
      console.log(await t.locate(Array.from({ length: t.schema.rows }, (_, i) => i)))
    }
    expect(1).toBe(1)
  })
})
