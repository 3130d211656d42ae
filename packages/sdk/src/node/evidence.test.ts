import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Assay, createAssay, fromText } from './index.js'

let folder: string
let assay: Assay
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-evidence-'))
  assay = await createAssay({ store: folder })
})
afterAll(async () => {
  await assay.close()
  rmSync(folder, { recursive: true })
})

const row = fc.record(
  {
    n: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
    t: fc.string({ unit: 'binary' }),
  },
  { requiredKeys: ['t'] },
)
const layout = fc.constantFrom<
  (rows: readonly unknown[], space: number) => [text: string, at: (index: number) => string]
>(
  (rows, space) => [JSON.stringify(rows, null, space), (index) => `/${index}`],
  (rows, space) => [
    JSON.stringify({ note: 'ü', 'a/b': { c: rows } }, null, space),
    (index) => `/a~1b/c/${index}`,
  ],
  (rows) => [rows.map((each) => `${JSON.stringify(each)}\r\n\n`).join(''), (index) => `/${index}`],
)

it('cites bytes that are the record, under its pointer, with their digest', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 2, maxLength: 12 }),
      layout,
      fc.nat(3),
      async (rows, write, space) => {
        const [text, pointerOf] = write(rows, space)
        const bytes = Buffer.from(text)
        const dataset = await assay.ingest(fromText('rows.json', text), { name: 'rows' })
        const answer = await assay.query(dataset, "SELECT t FROM records WHERE t >= ''")
        expect(answer.rows).toEqual(rows.map(({ t }) => [t]))
        expect(answer.evidenceTotal).toBe(rows.length)
        expect(answer.evidence.map(({ pointer }) => pointer)).toEqual(
          rows.map((_, index) => pointerOf(index)),
        )
        answer.evidence.forEach(({ span, digest }, index) => {
          const cited = bytes.subarray(...span)
          expect(JSON.stringify(JSON.parse(cited.toString()))).toBe(JSON.stringify(rows[index]))
          expect(digest).toBe(`sha256:${createHash('sha256').update(cited).digest('hex')}`)
        })
        expect(await assay.verify(answer)).toEqual({
          ok: true,
          checked: rows.length,
          mismatches: [],
          unverifiable: 0,
          problems: [],
          full: false,
        })
      },
    ),
    { numRuns: 40 },
  )
})
