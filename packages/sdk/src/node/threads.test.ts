import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { BlockRunner, BlockThread } from '@assay/core'
import type { AssayEvent } from '@assay/store/event'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBlockRunner } from './block-runner.js'
import { createAssay, fromFile } from './index.js'

const here = fileURLToPath(new URL('.', import.meta.url))
let folder: string
let script: URL
let stores = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-threads-'))
  const outfile = join(folder, 'block-worker.mjs')
  await build({
    entryPoints: [join(here, 'block-worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    tsconfig: resolve(here, '../../../../tsconfig.source.json'),
  })
  script = pathToFileURL(outfile)
})
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const record = (i: number) => ({
  id: `${i}-${(i * 7919) % 10_007}`,
  type: ['door', 'wall', 'window'][i % 3],
  width: i / 100,
  ...(i % 2 === 0 ? { storey: { name: `Level ${i % 5}` }, parts: [{ n: i }, { n: `part ${i}` }] } : {}),
})
const records = (count: number): string =>
  JSON.stringify({ data: Array.from({ length: count }, (_, i) => record(i)) })

/** An Assay with a store of its own, and what it told. */
async function open(runner: BlockRunner) {
  const store = join(folder, `store-${stores++}`)
  const events: AssayEvent[] = []
  const assay = await createAssay({ store, blockRunner: runner, onEvent: (event) => events.push(event) })
  const list = (inner: string) => readdirSync(join(store, inner))
  return { assay, events, files: () => [...list('segments'), ...list('spool')], store }
}

/** Everything that a dataset of the file is. */
async function ingestWith(path: string, threads: number) {
  const { assay, files, store, events } = await open(createBlockRunner(script))
  try {
    const { version, records: rows } = await assay.ingest(await fromFile(path), { name: 'a', threads })
    expect(events.some(({ type }) => type === 'ingest-threads-refused')).toBe(false)
    const digests = files()
      .filter((name) => name.endsWith('.seg'))
      .sort((a, b) => a.length - b.length)
      .map((name) =>
        createHash('sha256')
          .update(readFileSync(join(store, 'segments', name)))
          .digest('hex'),
      )
    const { catalog } = await assay.schema('a')
    const answer = await assay.query('a', 'SELECT type, count(*), avg(width) FROM records GROUP BY type')
    return { version, rows, digests, catalog, table: answer.rows, evidence: answer.evidence }
  } finally {
    await assay.close()
  }
}

/** A runner whose threads do something else before they get their nth message, or one of a type. */
function createSpoiledRunner(at: number | string, spoil: (thread: BlockThread) => void): BlockRunner {
  const runner = createBlockRunner(script)
  return {
    ...runner,
    async start() {
      const thread = await runner.start()
      let posts = 0
      return {
        ...thread,
        post(message, moved) {
          if (++posts === at || (message as { type: string }).type === at) spoil(thread)
          thread.post(message, moved)
        },
      }
    },
  }
}

describe('an ingest on several threads', () => {
  it('gives the same files, catalog, answers and evidence as on one', async () => {
    const paths = [
      write('one.json', records(15_000)),
      write('lines.jsonl', Array.from({ length: 10_000 }, (_, i) => JSON.stringify(record(i))).join('\n')),
      write(
        'map.json',
        JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, record(i)]))),
      ),
    ]
    for (const path of paths) {
      const one = await ingestWith(path, 1)
      for (const threads of [2, 3]) expect(await ingestWith(path, threads)).toEqual(one)
    }
  })

  it('names the same byte where the JSON is broken', async () => {
    const text = records(20_000)
    for (const [name, broken] of [
      ['cut.json', text.slice(0, -1)],
      ['comma.json', text.replace('"id":"15000-', '"id",:"15000-')],
      ['utf8.json', text.replace('"19999-', '"\\ud83dx\\q19999-')],
    ] as const) {
      const path = write(name, broken)
      const problems: unknown[] = []
      for (const threads of [1, 2]) {
        const { assay, files } = await open(createBlockRunner(script))
        problems.push(
          await assay
            .ingest(await fromFile(path), { threads })
            .catch(({ code, details, message }) => ({ code, details, message })),
        )
        expect(files()).toEqual([])
        await assay.close()
      }
      expect(problems[0]).toMatchObject({ details: { offset: expect.any(Number) } })
      expect(problems[1]).toEqual(problems[0])
    }
  })

  it('says so when a thread is gone, keeps nothing, and can be repeated', async () => {
    const source = await fromFile(write('lost.json', records(20_000)))
    // While columns are built, at their end, while they are described, and while links are looked for.
    for (const at of [2, 4, 7, 10, 'link']) {
      const { assay, files } = await open(createSpoiledRunner(at, (thread) => void thread.end()))
      await expect(assay.ingest(source, { threads: 2 })).rejects.toMatchObject({ code: 'INGEST_THREAD_LOST' })
      expect(files()).toEqual([])
      expect(await assay.ingest(source, { threads: 1 })).toMatchObject({ unchanged: false })
      await assay.close()
    }
  })

  it('ends with what a thread threw', async () => {
    const bad = write(
      'throws.mjs',
      "import { parentPort } from 'node:worker_threads'\nparentPort.on('message', () => { throw new Error('spoiled') })\nparentPort.postMessage('ready')",
    )
    const { assay, files } = await open(createBlockRunner(pathToFileURL(bad)))
    const source = await fromFile(write('thrown.json', records(1_000)))
    await expect(assay.ingest(source, { threads: 2 })).rejects.toMatchObject({
      code: 'INGEST_THREAD_LOST',
      details: { reason: 'spoiled' },
    })
    expect(files()).toEqual([])
    await assay.close()
  })

  it('goes on in one thread where none can be started, and tells', async () => {
    const { assay, events } = await open(createBlockRunner(new URL('missing.mjs', script)))
    const source = await fromFile(write('alone.json', records(1_000)))
    expect((await assay.ingest(source, { threads: 2 })).records).toBe(2_000)
    expect(events.find(({ type }) => type === 'ingest-threads-refused')).toMatchObject({
      reason: expect.stringContaining('missing.mjs'),
    })
    await assay.close()
  })

  it('ends its threads when the caller gives up', async () => {
    const source = await fromFile(write('abort.json', records(60_000)))
    const threads: BlockThread[] = []
    for (const at of [3, 9, 'link']) {
      const abort = new AbortController()
      const runner = createSpoiledRunner(at, (thread) => {
        threads.push(thread)
        abort.abort()
      })
      const { assay, files } = await open(runner)
      await expect(assay.ingest(source, { threads: 2, signal: abort.signal })).rejects.toMatchObject({
        code: 'ABORTED',
      })
      expect(files()).toEqual([])
      await assay.close()
    }
    await Promise.all(threads.map(({ ended }) => ended))
    expect(threads).toHaveLength(3)
  })

  it('runs beside others', async () => {
    const { assay } = await open(createBlockRunner(script))
    const paths = [1, 2, 3].map((i) => write(`beside-${i}.json`, records(4_000 * i)))
    const all = await Promise.all(
      paths.map(async (path, i) =>
        assay.ingest(await fromFile(path), { name: `d${i}`, threads: 1 + (i % 3) }),
      ),
    )
    for (const [i, { records: rows }] of all.entries()) {
      const answer = await assay.query(`d${i}`, 'SELECT count(*) FROM records')
      expect(rows).toBeGreaterThan(4_000 * (i + 1))
      expect(answer.value).toBe(4_000 * (i + 1))
    }
    await assay.close()
  })

  it('refuses a number of threads that is none', async () => {
    const { assay } = await open(createBlockRunner(script))
    const source = await fromFile(write('options.json', '[]'))
    for (const threads of [0, 1.5, 65, Number.NaN])
      await expect(assay.ingest(source, { threads })).rejects.toMatchObject({ traits: { exit: 2 } })
    await assay.close()
  })
})
