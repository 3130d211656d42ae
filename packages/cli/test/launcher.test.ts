import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer } from '@assay/core'
import type { CostReport } from '@assay/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkBuilt, collect, listBulk, runAssay, startAssay } from './launcher.js'

const flights = Array.from({ length: 500 }, (_, index) => ({
  origin: ['ORD', 'ATL', 'SFO', 'ORD'][index % 4],
  delay: (index * 37) % 120,
  note: index % 10 === 0 ? '=1+1' : `flight, "number" ${index}`,
}))
const late = flights.filter(({ delay }) => delay > 60).length

let folder: string
beforeAll(() => {
  checkBuilt()
  folder = mkdtempSync(join(tmpdir(), 'assay-launcher-'))
  writeFileSync(join(folder, 'flights.json'), JSON.stringify(flights))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ask = (args: string[], more?: Parameters<typeof runAssay>[2]) => runAssay(args, folder, more)

describe('a file', () => {
  it('is answered exactly, with evidence that verifies', async () => {
    const { code, out, err } = await ask([
      'query',
      'flights.json',
      'SELECT count(*) FROM records WHERE delay > 60',
      '--json',
    ])
    expect([code, err]).toEqual([0, ''])
    const answer = JSON.parse(out) as Answer
    expect(answer).toMatchObject({ status: 'answered', value: late, evidenceTotal: late })
    writeFileSync(join(folder, 'answer.json'), out)
    expect(await ask(['verify', 'answer.json'])).toMatchObject({ code: 0 })
    const piped = await ask(['verify', '-', '--json'], { input: out })
    expect(JSON.parse(piped.out)).toMatchObject({ ok: true, checked: answer.evidence.length })

    const [first, ...rest] = answer.evidence
    const forged = { ...answer, evidence: [{ ...first, digest: `sha256:${'0'.repeat(64)}` }, ...rest] }
    const { code: mismatch, out: report } = await ask(['verify', '-', '--json'], {
      input: JSON.stringify(forged),
    })
    expect(mismatch).toBe(6)
    expect(JSON.parse(report)).toMatchObject({ ok: false })
  })

  it('answers a question for people', async () => {
    const { code, out } = await ask(['ask', 'flights.json', 'How many flights have a delay above 60?'])
    expect(code).toBe(0)
    expect(out).toContain(String(late))
    for (const label of ['read as', 'coverage', 'evidence', 'bill']) expect(out).toContain(label)
    expect(out).not.toContain('\u001b')
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('says unsupported with 3 and the word it could not place', async () => {
    const { code, out } = await ask(['ask', 'flights.json', 'How many flights were delicious?'])
    expect(code).toBe(3)
    expect(out).toContain('delicious')
  })

  it('explains without running', async () => {
    const { code, out } = await ask(['query', 'flights.json', 'SELECT origin FROM records', '--explain'])
    expect(code).toBe(0)
    expect(out).toContain('nothing was run')
  })

  it('gives rows as CSV that no spreadsheet runs', async () => {
    const { out } = await ask([
      'query',
      'flights.json',
      'SELECT origin, note FROM records LIMIT 2',
      '--format',
      'csv',
    ])
    expect(out).toBe('origin,note\r\nORD,\'=1+1\r\nATL,"flight, ""number"" 1"\r\n')
  })
})

describe('--json', () => {
  it('writes one document and nothing else, for every command', async () => {
    await ask(['ingest', 'flights.json', '--name', 'removable'])
    const commands: [string[], number][] = [
      [['ingest', 'flights.json'], 0],
      [['ask', 'flights.json', 'How many flights?'], 0],
      [['ask', 'flights.json', 'How many flights?', '--explain'], 0],
      [['query', 'flights.json', 'SELECT * FROM records'], 0],
      [['schema', 'flights.json'], 0],
      [['datasets'], 0],
      [['datasets', 'remove', 'removable'], 0],
      [['query', 'flights.json', 'SELECT nothing FROM nowhere'], 2],
      [['query', 'flights.json', 'DROP TABLE records'], 3],
      [['ask', 'flights.json'], 2],
      [['verify', 'flights.json'], 2],
    ]
    for (const [args, expected] of commands) {
      const { code, out, err } = await ask([...args, '--json'])
      expect([args, code, err]).toEqual([args, expected, ''])
      if (expected === 0) JSON.parse(out)
      else
        expect(JSON.parse(out)).toMatchObject({
          error: { code: expect.any(String), message: expect.any(String) },
        })
    }
  })
})

describe('bad input', () => {
  const cases: [name: string, bytes: string | Uint8Array][] = [
    ['empty.json', ''],
    ['blank.json', ' \n '],
    ['cut.json', '[{"a":1},{"a":'],
    ['utf8.json', Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}]')])],
    ['deep.json', '['.repeat(1_000_000)],
    ['text.json', 'hello'],
    ['two.json', '{"a":1}{"b":2}'],
  ]

  it('has a code, a sentence, and leaves nothing behind', async () => {
    const store = join(folder, 'bad-store')
    const seen = new Map<string, string>()
    for (const [name, bytes] of cases) {
      writeFileSync(join(folder, name), bytes)
      const { code, out } = await ask(['ingest', name, '--json', '--store', store])
      const { error } = JSON.parse(out) as { error: { code: string; message: string } }
      expect([name, code]).toEqual([name, 2])
      expect(error.message).toMatch(/\.$/)
      seen.set(name, error.code)
    }
    expect(seen.get('cut.json')).not.toBe(seen.get('utf8.json'))
    mkdirSync(join(folder, 'directory'), { recursive: true })
    for (const name of ['directory', 'missing.json'])
      expect([name, (await ask(['ingest', name, '--store', store])).code]).toEqual([name, 2])
    expect(listBulk(store)).toEqual([])
    const { out } = await ask(['datasets', '--json', '--store', store])
    expect(JSON.parse(out)).toMatchObject({ datasets: [] })
  })

  it('shows the place of a syntax error to a person', async () => {
    writeFileSync(join(folder, 'broken.json'), '[{"a":1},\n{"a":tru}]')
    const { err, out } = await ask(['ingest', 'broken.json'])
    expect(out).toBe('')
    expect(err).toContain('line 2')
    expect(err).not.toContain('    at ')
  })

  it('keeps the earlier version when a changed file is bad', async () => {
    const path = join(folder, 'versions.json')
    writeFileSync(path, '[{"a":1},{"a":2}]')
    await ask(['ingest', 'versions.json', '--name', 'versions'])
    writeFileSync(path, '[{"a":1},{"a":2},{"a":')
    expect((await ask(['ingest', 'versions.json', '--name', 'versions'])).code).toBe(2)
    const { out } = await ask(['query', 'versions', 'SELECT count(*) FROM records', '--json'])
    expect(JSON.parse(out)).toMatchObject({ value: 2 })
  })

  it('tells a store that is no database, and does not touch it', async () => {
    const store = join(folder, 'no-store')
    mkdirSync(store)
    writeFileSync(join(store, 'assay.db'), 'this is no database, but long enough to look at. '.repeat(100))
    const before = readFileSync(join(store, 'assay.db'))
    const { code, out } = await ask(['datasets', '--json', '--store', store])
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ error: { code: expect.stringMatching(/^STORE_/) } })
    expect(readFileSync(join(store, 'assay.db'))).toEqual(before)
    expect((await ask(['datasets', '--store', join(folder, 'flights.json')])).code).toBe(2)
  })

  it('counts bad lines that were to be skipped, and calls the answer partial', async () => {
    writeFileSync(join(folder, 'lines.jsonl'), '{"a":1}\nbroken\n{"a":3}\n')
    expect((await ask(['query', 'lines.jsonl', 'SELECT count(*) FROM records'])).code).toBe(2)
    const { code, out } = await ask([
      'query',
      'lines.jsonl',
      'SELECT count(*) FROM records',
      '--as',
      'jsonl',
      '--on-bad-line',
      'skip',
      '--json',
    ])
    expect(code).toBe(5)
    expect(JSON.parse(out)).toMatchObject({ status: 'partial', value: 2 })
    // Without the option the dataset stays what it is.
    expect((await ask(['query', 'lines.jsonl', 'SELECT count(*) FROM records'])).code).toBe(5)
  })

  it('makes one dataset of several files', async () => {
    writeFileSync(join(folder, 'day1.jsonl'), '{"v":1}\n{"v":2}\n')
    writeFileSync(join(folder, 'day2.jsonl'), '{"v":4}\nbroken\n')
    const files = ['day1.jsonl', 'day2.jsonl']
    const refused = await ask(['ingest', ...files, '--name', 'days', '--json'])
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([
      2,
      { error: { code: 'JSON_SYNTAX', details: { source: expect.stringMatching(/day2\.jsonl$/), line: 2 } } },
    ])
    expect((await ask(['ingest', ...files, '--name', 'days', '--on-bad-line', 'skip'])).code).toBe(0)
    const { code, out } = await ask(['query', 'days', 'SELECT sum(v) FROM days', '--json'])
    expect([code, JSON.parse(out)]).toMatchObject([
      5,
      {
        value: 7,
        evidence: [{ pointer: '/0' }, { pointer: '/1' }, { source: expect.stringMatching(/day2\.jsonl$/) }],
      },
    ])
    const person = await ask(['query', 'days', 'SELECT sum(v) FROM days'])
    expect(person.out).toContain('day1.jsonl /0 · day1.jsonl /1 · day2.jsonl /0')
  })

  it('is the same on several threads', async () => {
    const versions = []
    for (const threads of ['1', '2', 'auto']) {
      const { code, out, err } = await ask([
        'ingest',
        'flights.json',
        '--name',
        threads,
        '--threads',
        threads,
        '--json',
      ])
      expect([code, err]).toEqual([0, ''])
      versions.push(JSON.parse(out).datasets[0].version)
    }
    expect(new Set(versions).size).toBe(1)
    expect((await ask(['ingest', 'flights.json', '--threads', 'many'])).code).toBe(2)
  })

  it('may stand at an address', async () => {
    const text = readFileSync(join(folder, 'flights.json'))
    const server = createServer((_, response) => response.setHeader('etag', '"1"').end(text))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/flights.json`
    try {
      const { code, out } = await ask(['query', address, 'SELECT count(*) FROM records', '--json'])
      expect([code, JSON.parse(out)]).toMatchObject([0, { value: 500, dataset: { name: address } }])
      expect((await ask(['ingest', address])).out).toContain('flights.json')
    } finally {
      server.close()
    }
    const gone = await ask(['ingest', address, '--json'])
    expect([gone.code, JSON.parse(gone.out)]).toMatchObject([2, { error: { code: 'SOURCE_UNREADABLE' } }])
  })

  it('joins datasets by a declared link, one of them read as it is told', async () => {
    writeFileSync(
      join(folder, 'trips.json'),
      '[{"from":"ULM","n":1},{"from":"BER","n":2},{"from":"X","n":4}]',
    )
    writeFileSync(join(folder, 'map.json'), '{"places":{"ULM":{"city":"Ulm"},"BER":{"city":"Berlin"}}}')
    expect((await ask(['ingest', 'map.json', '--records', '/places'])).code).toBe(0)
    const query = [
      'query',
      'trips.json',
      'SELECT city, sum(n) FROM trips.records JOIN m.places GROUP BY city ORDER BY city',
      '--with',
      'm=map.json',
      '--link',
      'trips.records.from=m.places.key',
    ]
    const { code, out } = await ask([...query, '--json'])
    expect([code, (JSON.parse(out) as Answer).rows]).toEqual([
      0,
      [
        ['Berlin', 2],
        ['Ulm', 1],
      ],
    ])
    writeFileSync(join(folder, 'joined.json'), out)
    expect((await ask(['verify', 'joined.json', '--full'])).code).toBe(0)
    writeFileSync(join(folder, 'forged.json'), out.replace('"Berlin",2', '"Berlin",3'))
    expect((await ask(['verify', 'forged.json'])).code).toBe(0)
    const forged = await ask(['verify', 'forged.json', '--full'])
    expect([forged.code, forged.out]).toEqual([6, expect.stringContaining('rows')])
    const person = await ask(query)
    expect(person.out).toContain('trips.trips.from = m.places.key: 2 of 3 values match (66.7 %)')
    const missing = await ask(['ingest', 'map.json', '--records', '/place', '--json'])
    expect([missing.code, JSON.parse(missing.out)]).toMatchObject([
      2,
      { error: { code: 'RECORDS_NOT_FOUND', details: { nearest: expect.arrayContaining(['/places']) } } },
    ])
  })

  it('takes a name for the dataset where there is a folder of that name', async () => {
    mkdirSync(join(folder, 'days'))
    expect((await ask(['query', 'days', 'SELECT count(*) FROM days'])).code).toBe(5)
    mkdirSync(join(folder, 'void'))
    const { code, err } = await ask(['query', 'void', 'SELECT 1 FROM x'])
    expect([code, err]).toEqual([2, expect.stringContaining('It is a folder')])
  })
})

describe('standard input', () => {
  it('is read for -', async () => {
    const { code, out } = await ask(['query', '-', 'SELECT sum(a) FROM records', '--json'], {
      input: '{"a":1}\n{"a":2}\n',
    })
    expect([code, (JSON.parse(out) as Answer).value]).toEqual([0, 3])
  })

  it('belongs to its call alone, however many run at once, and leaves no dataset', async () => {
    const counts = await Promise.all(
      [1, 2, 3, 4].map(async (lines) => {
        const input = '{"v":1}\n'.repeat(lines)
        const { out } = await ask(['query', '-', 'SELECT count(*) FROM records', '--as', 'jsonl', '--json'], {
          input,
        })
        return (JSON.parse(out) as Answer).value
      }),
    )
    expect(counts).toEqual([1, 2, 3, 4])
    const { out } = await ask(['datasets', '--json'])
    expect(out).not.toMatch(/stdin/)
  })

  it('brings questions, one answer a line', async () => {
    const input =
      '{"id":"x","question":"How many flights?"}\nbroken\n{"id":"z","question":"How many flights were delicious?"}\n'
    const { code, out } = await ask(['ask', 'flights.json', '--questions', '-', '--json-lines'], { input })
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map(({ id, status, value }) => [id, status, value])).toEqual([
      ['x', 'answered', 500],
      [null, undefined, undefined],
      ['z', 'unsupported', null],
    ])
    expect(lines[1]).toHaveProperty('error.code', 'QUESTION_LINE_INVALID')
    expect(code).toBe(2)
  })
})

describe('the terminal', () => {
  it('ends quietly when nobody reads any more', async () => {
    const child = startAssay(['query', 'flights.json', 'SELECT * FROM records', '--format', 'jsonl'], folder)
    child.stdout?.destroy()
    expect(await collect(child)).toMatchObject({ code: 0, err: '' })
  })

  it.skipIf(process.platform !== 'linux')('says so when its output cannot be written', async () => {
    const { code, err } = await runShell(`assay query flights.json "SELECT * FROM records" > /dev/full`)
    expect(code).toBe(1)
    expect(err).toContain('OUTPUT_FAILED')
  })

  it('stops on Ctrl-C while it waits for standard input, and leaves nothing behind', async () => {
    const store = join(folder, 'interrupted-input')
    const child = startAssay(['ingest', '-', '--store', store, '--json'], folder)
    const finished = collect(child)
    child.stdin?.on('error', () => {})
    child.stdin?.write('{"a":1}\n'.repeat(500_000))
    await until(() => listBulk(store).length > 0)
    child.kill('SIGINT')
    const { code, out } = await finished
    expect(code).toBe(130)
    expect(JSON.parse(out)).toHaveProperty('error.code')
    await expectNothing(store)
  })

  it('stops on Ctrl-C in the middle of a file, and leaves nothing behind', async () => {
    const store = join(folder, 'interrupted-file')
    const line = `${JSON.stringify({ origin: 'ORD', delay: 5, note: 'x'.repeat(300) })}\n`
    writeFileSync(join(folder, 'large.jsonl'), line.repeat(400_000))
    const child = startAssay(['ingest', 'large.jsonl', '--store', store], folder)
    const finished = collect(child)
    await until(() => listBulk(store).length > 0)
    child.kill('SIGINT')
    const { code, out, err } = await finished
    expect([code, out]).toEqual([130, ''])
    expect(err).toMatch(/interrupted/i)
    await expectNothing(store)
  })

  it('starts quickly', async () => {
    const started = performance.now()
    const { code, out } = await ask(['--version'])
    expect([code, out]).toEqual([0, '0.1.0\n'])
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

async function expectNothing(store: string): Promise<void> {
  expect(listBulk(store)).toEqual([])
  const { out } = await ask(['datasets', '--json', '--store', store])
  expect(JSON.parse(out)).toMatchObject({ datasets: [] })
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; !isTrue(); waited += 5) {
    if (waited > 20_000) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function runShell(line: string) {
  const { spawn } = await import('node:child_process')
  const launcher = new URL('../bin/assay.js', import.meta.url).pathname
  return await collect(
    spawn('sh', ['-c', line.replace('assay', `"${process.execPath}" "${launcher}"`)], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ASSAY_STORE: join(folder, 'store') },
    }),
  )
}

describe('the ledger of a store', () => {
  it('has every question of every process, and its budgets', async () => {
    const environment = { ASSAY_STORE: `${folder}/ledger-store` }
    const run = (args: string[]) => ask(args, { environment })
    const question = [
      'ask',
      'flights.json',
      'How many flights are there?',
      '--user',
      'ann',
      '--tag',
      'review',
    ]
    const codes = await Promise.all([
      run(question).then(({ code }) => code),
      run(['query', 'flights.json', 'SELECT nope FROM flights', '--user', 'bob']).then(({ code }) => code),
    ])
    expect(codes).toEqual([0, 2])
    const report = JSON.parse((await run(['costs', '--by', 'user', '--json'])).out) as CostReport
    expect(report.groups.map(({ name, questions }) => [name, questions])).toEqual([
      ['ann', 1],
      ['bob', 1],
    ])
    expect((await run(['costs', '--by', 'question', '--since', 'today'])).out).toContain(
      'How many flights are there?',
    )
    expect((await run(['budget', 'set', 'user', '--max-usd', '0.5', '--per', 'day'])).code).toBe(0)
    expect((await run(['budget'])).out).toMatch(/user-day +each user +\$0\.50 a day/)
    // What costs nothing passes every budget.
    expect((await run([...question, '--max-cost', '0'])).code).toBe(0)
    expect((await run(['budget', 'remove', 'user-day'])).code).toBe(0)
  })

  it('prices what the machine did, and refuses with 4 what no budget lets pass', async () => {
    const environment = { ASSAY_STORE: `${folder}/rates-store` }
    const run = (args: string[]) => ask(args, { environment })
    const query = ['query', 'flights.json', 'SELECT sum(delay) FROM flights', '--user', 'ann']
    const rate = ['rates', 'set', 'rows-scanned', '--usd', '1', '--per', 'thousand']
    expect((await run([...rate, '--since', '2026-01-01'])).code).toBe(0)
    expect((await run(['rates'])).out).toMatch(/rows-scanned +\$1 +1,000 rows +2026-01-01/)
    expect((await run(['budget', 'set', 'user', '--max-usd', '0.7', '--per', 'total'])).code).toBe(0)
    expect((await run([...query, '--explain'])).out).toContain('at most $0.50')
    expect((await run(query)).code).toBe(0)
    const refused = await run([...query, '--json'])
    expect(refused.code).toBe(4)
    expect(JSON.parse(refused.out)).toMatchObject({
      status: 'unsupported',
      reason: 'over-budget',
      value: null,
      overBudget: {
        neededNanoUsd: '500000000',
        budgets: [{ budget: 'user-total', value: 'ann', leftNanoUsd: '200000000', resetsAt: null }],
      },
    })
    expect((await run(query)).out).toMatch(/the budget "user-total" of "ann" has \$0\.20\s+left/)
    const bob = [...query.slice(0, -1), 'bob']
    expect((await run([...bob, '--max-cost', '0.4'])).code).toBe(4)
    expect((await run(bob)).code).toBe(0)
    const report = JSON.parse((await run(['costs', '--by', 'user', '--json'])).out) as CostReport
    expect(report.groups.map(({ name, resourceNanoUsd }) => [name, resourceNanoUsd])).toEqual([
      ['ann', '500000000'],
      ['bob', '500000000'],
    ])
    expect((await run(['rates', 'remove', 'rows-scanned'])).code).toBe(0)
    expect((await run(query)).code).toBe(0)
  })
})
