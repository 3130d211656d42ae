import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Assay, createAssay, fromFile, fromFiles, fromText } from './index.js'

let folder: string
let assay: Assay
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-files-'))
  assay = await createAssay({ store: join(folder, 'store') })
})
afterAll(async () => {
  await assay.close()
  rmSync(folder, { recursive: true })
})

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const record = fc.record(
  {
    id: fc.integer({ min: 0, max: 99 }),
    city: fc.constantFrom('Ulm', 'Bonn', 'Köln', null),
    price: fc.constantFrom('1.5', 2, 3.25, 'n/a'),
    tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
    lines: fc.array(fc.record({ sku: fc.constantFrom('x', 'y'), amount: fc.integer() }), { maxLength: 3 }),
    note: fc.record({ text: fc.string({ maxLength: 20 }) }),
    long: fc.constantFrom('ä'.repeat(3_000), undefined),
  },
  { requiredKeys: ['id'] },
)

const statements = [
  'SELECT count(*) FROM records',
  'SELECT * FROM records',
  'SELECT city, count(*) AS n, sum(price.number) FROM records GROUP BY city ORDER BY n DESC, city',
  "SELECT id FROM records WHERE city = 'Ulm' ORDER BY id DESC LIMIT 3",
  'SELECT r.id, l.sku, l.amount FROM records r JOIN records_lines l ON l._parent = r._row',
  'SELECT length(long), count(*) FROM records GROUP BY 1',
  'SELECT value, count(*) FROM records_tags GROUP BY value',
  'SELECT max(id) FROM records',
]

/** What an answer says, with each piece of evidence by its digest. Without some columns a statement is refused. */
async function answersOf(name: string) {
  const answers = []
  for (const sql of statements) {
    const answer = await assay.query(name, sql).catch((error: { code: string }) => error.code)
    if (typeof answer === 'string') answers.push(answer)
    else {
      const { value, columns, coverage, evidence, evidenceTotal, text, planHash } = answer
      answers.push({ value, columns, coverage, evidenceTotal, text, planHash })
      answers.push(evidence.map(({ digest, table }) => [digest, table]))
    }
  }
  return answers
}

it('answers every query over the pieces of a file as over the file', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat({ max: 12 }), { maxLength: 3 }),
      fc.constantFrom('lines', 'array'),
      async (records, cuts, layout) => {
        const borders = [
          0,
          ...cuts.map((at) => Math.min(at, records.length)).sort((a, b) => a - b),
          records.length,
        ]
        const parts = borders.slice(1).map((end, at) => records.slice(borders[at], end))
        const print = (some: readonly unknown[]): string =>
          layout === 'lines' ? some.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(some)
        const format = layout === 'lines' ? 'jsonl' : 'json'
        await assay.ingest(fromText('records.json', print(records)), { name: 'whole', format })
        const pieces = parts.map((part, at) => fromText(`part-${at}`, print(part)))
        // One piece has the name of its file, several have the dataset's.
        if (pieces.length === 1) pieces.push(fromText('blank', layout === 'lines' ? '' : '[]'))
        await assay.ingest(pieces, { name: 'records', format })
        expect(await answersOf('records')).toEqual(await answersOf('whole'))
      },
    ),
    { numRuns: 25 },
  )
})

it('cites the file and the place in it', async () => {
  const paths = [write('a.jsonl', '{"v":1}\n{"v":2}\n'), write('b.jsonl', '{"v":3}\n\n{"v":4}')]
  const dataset = await assay.ingest(await fromFiles(paths), { name: 'ab' })
  expect(dataset).toMatchObject({ files: paths, records: 4, source: `${paths[0]} and 1 more` })
  const answer = await assay.query('ab', 'SELECT v FROM ab WHERE v > 1')
  expect(answer.evidence.map(({ source, pointer, span }) => [source, pointer, span])).toEqual([
    [paths[0], '/1', [8, 15]],
    [paths[1], '/0', [0, 7]],
    [paths[1], '/1', [9, 16]],
  ])
  expect(await assay.verify(answer)).toMatchObject({ ok: true, checked: 3 })
  writeFileSync(paths[1]!, '{"v":9}\n\n{"v":4}')
  const { mismatches } = await assay.verify(answer)
  expect(mismatches.map(({ source, pointer }) => [source, pointer])).toEqual([[paths[1], '/0']])
})

it('knows when nothing changed, and which file did', async () => {
  const paths = [write('c.json', '[{"v":1}]'), write('d.json.gz', gzipSync('[{"v":2,"w":[1]}]'))]
  const first = await assay.ingest(await fromFiles(paths), { name: 'cd' })
  expect(await assay.ingest(await fromFiles(paths), { name: 'cd' })).toMatchObject({
    unchanged: true,
    version: first.version,
  })
  expect(await assay.ingest(await fromFiles([paths[1]!, paths[0]!]), { name: 'cd' })).toMatchObject({
    unchanged: false,
  })
  await assay.ingest(await fromFiles(paths), { name: 'cd' })
  appendFileSync(paths[0]!, ' ')
  const answer = await assay.query('cd', 'SELECT v, w FROM cd')
  expect(answer.value).toEqual([
    { v: 1, w: null },
    { v: 2, w: '[1]' },
  ])
  expect(answer.warnings).toEqual([
    'SOURCE_CHANGED: c.json is not the file that was ingested any more; evidence has no digests.',
  ])
  expect(answer.evidence.map(({ digest }) => digest === undefined)).toEqual([true, false])
  expect(await assay.ingest(await fromFiles(paths), { name: 'cd' })).toMatchObject({ unchanged: false })
})

it('refuses values that stand only in a file which changed', async () => {
  const paths = [write('e.json', '[{"w":[1]}]'), write('f.json', '[{"w":[2]}]')]
  await assay.ingest(await fromFiles(paths), { name: 'ef' })
  writeFileSync(paths[1]!, '[{"w":[3]}]')
  await expect(assay.query('ef', 'SELECT w FROM ef')).rejects.toMatchObject({
    code: 'SOURCE_CHANGED',
    details: { location: paths[1] },
  })
})

it('counts skipped lines by file, and says in which a bad line is', async () => {
  const paths = [write('g.jsonl', '{"v":1}\n{"v"\n'), write('h.jsonl', 'x\n{"v":2}\ny')]
  await expect(assay.ingest(await fromFiles(paths), { name: 'gh' })).rejects.toMatchObject({
    code: 'JSON_SYNTAX',
    details: { source: paths[0], line: 2 },
  })
  const dataset = await assay.ingest(await fromFiles(paths), { name: 'gh', onBadLine: 'skip' })
  expect(dataset).toMatchObject({ badLines: 3, badLinesByFile: { [paths[0]!]: 1, [paths[1]!]: 2 } })
  expect(dataset.warnings[0]).toMatch(
    /^3 bad lines were skipped in 2 files; the first is at byte 12 of g.jsonl: /,
  )
  expect(await assay.query('gh', 'SELECT sum(v) FROM gh')).toMatchObject({
    value: 3,
    status: 'partial',
    coverage: { considered: 5, used: 2 },
  })
})

it('refuses files that are not alike, files given twice, and several without a name', async () => {
  const array = await fromFile(write('i.json', '[1]'))
  const object = await fromFile(write('j.json', '{"a":1}'))
  await expect(assay.ingest([array, object], { name: 'ij' })).rejects.toMatchObject({
    code: 'JSON_MIXED',
    message: expect.stringMatching(/^j\.json: /),
  })
  await expect(assay.ingest([array, array], { name: 'ij' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  await expect(assay.ingest([array, object])).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    details: { field: 'options.name' },
  })
  await expect(assay.ingest([], { name: 'ij' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  expect((await assay.datasets()).map(({ name }) => name)).not.toContain('ij')
})

it('reads a thousand small files with few of them open', async () => {
  const paths = Array.from({ length: 1_000 }, (_, at) =>
    write(`small-${at}.json`, JSON.stringify({ id: at, parts: [{ n: at }, { n: 1 }] })),
  )
  const dataset = await assay.ingest(await fromFiles(paths), { name: 'small' })
  expect(dataset).toMatchObject({ records: 3_000, unchanged: false })
  const answer = await assay.query('small', 'SELECT sum(n) FROM parts')
  expect(answer.value).toBe(999 * 500 + 1_000)
  expect(await assay.query('small', 'SELECT id FROM small ORDER BY id DESC LIMIT 1')).toMatchObject({
    value: 999,
    evidence: [{ source: paths[999], pointer: '' }],
  })
  expect(await assay.verify(answer)).toMatchObject({ ok: true, checked: 100 })
})
