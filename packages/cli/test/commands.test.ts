import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AskOptions } from '@assay/sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandErrors } from '../src/errors.js'
import { runCommand } from '../src/run-command.js'
import { findNearest } from '../src/session/nearest.js'
import { findStorePath } from '../src/session/store-path.js'
import { answer, createFakeAssay, createFakeSession, rate } from './fake-session.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function run(args: string[], options: Parameters<typeof createFakeSession>[0] = {}) {
  const session = createFakeSession({ directory: folder, store: folder, ...options })
  const code = await runCommand(args, '0.1.0', session)
  return { code, out: session.out.text, err: session.err.text, opened: session.opened }
}

describe('exit codes', () => {
  const withStatus = (overrides: Partial<typeof answer>) =>
    createFakeAssay({ ask: async () => ({ ...answer, ...overrides }) })

  it('follow the status of the answer', async () => {
    expect((await run(['ask', 'movies', 'how many'])).code).toBe(0)
    expect((await run(['ask', 'movies', 'x'], { assay: withStatus({ status: 'unsupported' }) })).code).toBe(3)
    const over = withStatus({ status: 'unsupported', reason: 'over-budget' })
    expect((await run(['ask', 'movies', 'x'], { assay: over })).code).toBe(4)
    const partial = await run(['ask', 'movies', 'x'], { assay: withStatus({ status: 'partial' }) })
    expect(partial.code).toBe(5)
    expect(partial.err).toContain('partial')
  })

  it('follow the traits of an error, and 1 for what nobody foresaw', async () => {
    const failing = (error: unknown) => createFakeAssay({ ask: () => Promise.reject(error) })
    const known = commandErrors.create('FILE_UNREADABLE', 'No.', { path: 'x', problem: 'y' })
    expect((await run(['ask', 'movies', 'x'], { assay: failing(known) })).code).toBe(2)
    const unknown = await run(['ask', 'movies', 'x'], { assay: failing(new TypeError('boom')) })
    expect(unknown.code).toBe(1)
    expect(unknown.err).toContain('INTERNAL')
    expect(unknown.err).not.toContain('at ')
    const aborted = new AbortController()
    aborted.abort()
    const interrupted = await run(['ask', 'movies', 'x'], {
      assay: failing(new DOMException('aborted', 'AbortError')),
      signal: aborted.signal,
    })
    expect(interrupted.code).toBe(130)
  })

  it('tell a mismatch of the evidence', async () => {
    writeFileSync(join(folder, 'answer.json'), JSON.stringify(answer))
    const assay = createFakeAssay({
      verify: async () => ({
        ok: false,
        checked: 7,
        mismatches: [{ pointer: '/3', span: [30, 39], expected: 'sha256:aa', actual: 'sha256:bb' }],
        unverifiable: 0,
        problems: [],
        full: false,
      }),
    })
    const { code, out } = await run(['verify', 'answer.json'], { assay })
    expect(code).toBe(6)
    expect(out).toContain('/3: sha256:aa is now sha256:bb')
    expect((await run(['verify', 'answer.json'])).code).toBe(0)
  })

  it('are 2 for what the command line does not know', async () => {
    for (const args of [
      ['ask'],
      ['ask', 'movies'],
      ['nonsense'],
      ['ask', 'movies', 'x', '--nope'],
      ['query', 'movies'],
      [],
    ])
      expect((await run(args)).code).toBe(2)
    for (const args of [
      ['ask', 'movies', 'x', '--lang', 'fr'],
      ['ask', 'movies', 'x', '--evidence', 'many'],
      ['ingest', 'a', '-', '--name', 'c'],
      ['query', 'movies', 'select 1', '--json', '--format', 'csv'],
      ['ask', '-', '--questions', '-'],
      ['datasets', 'nonsense'],
    ]) {
      const { code, err, out } = await run([...args, '--store', folder])
      expect([args, code]).toEqual([args, 2])
      expect(err + out).toContain('USAGE_INVALID')
    }
  })
})

describe('--json', () => {
  it('writes one document and nothing else, errors too', async () => {
    const cases: [string[], number][] = [
      [['ask', 'movies', 'how many'], 0],
      [['ask', 'movies', 'how many', '--explain'], 0],
      [['ask', 'nothing', 'how many'], 2],
      [['ask', 'movies'], 2],
      [['query', 'movies', 'select 1'], 0],
      [['schema', 'movies'], 0],
      [['schema', 'movies', '--table', 'nope'], 2],
      [['datasets'], 0],
      [['datasets', 'remove', 'movies'], 0],
      [['datasets', 'remove', 'nothing'], 2],
      [['ingest', 'data.json'], 0],
      [['verify', 'missing.json'], 2],
      [['ask', 'movies', '--questions', 'questions.jsonl'], 0],
    ]
    writeFileSync(join(folder, 'data.json'), '[]')
    writeFileSync(join(folder, 'questions.jsonl'), '{"id":1,"question":"a"}\n{"id":2,"question":"b"}\n')
    for (const [args, expected] of cases) {
      const { code, out, err } = await run([...args, '--json'])
      expect([args, code]).toEqual([args, expected])
      const document: unknown = JSON.parse(out)
      expect(err).toBe('')
      if (expected !== 0) expect(document).toHaveProperty('error.code')
    }
  })
})

describe('the first argument', () => {
  it('is a file where there is one, else a dataset', async () => {
    const ingested: string[] = []
    const asked: unknown[] = []
    const assay = createFakeAssay({
      ingest: async (sources, options) => {
        const [name, ...others] = [sources].flat().map(({ location }) => location)
        ingested.push([name, ...others].join(' + '))
        return { ...(await createFakeAssay().ingest(sources, options)), name: options?.name ?? name! }
      },
      ask: async (name) => {
        asked.push(name)
        return answer
      },
    })
    writeFileSync(join(folder, 'here.json'), '[]')
    await run(['ask', 'here.json', 'how many'], { assay })
    await run(['ask', 'movies', 'how many'], { assay })
    expect(ingested).toEqual([join(folder, 'here.json')])
    expect(asked).toEqual([join(folder, 'here.json'), 'movies'])
    writeFileSync(join(folder, 'there.json'), '[]')
    ingested.length = 0
    await run(['ingest', 'here.json', 'there.json'], { assay })
    await run(['ingest', 'here.json', 'there.json', '--name', 'both'], { assay })
    const [here, there] = [join(folder, 'here.json'), join(folder, 'there.json')]
    expect(ingested).toEqual([here, there, `${here} + ${there}`])
  })

  it('names what may have been meant, and leaves no store behind', async () => {
    writeFileSync(join(folder, 'flights.json'), '[]')
    expect((await run(['ask', 'movis', 'x'])).err).toContain('Did you mean "movies"?')
    expect((await run(['ask', 'fligths.json', 'x'])).err).toContain('"flights.json"')
    const { opened, code } = await run(['ask', 'nothing', 'x'], { store: join(folder, 'not-there') })
    expect([opened, code]).toEqual([[], 2])
  })
})

describe('--questions', () => {
  it('answers every line with its id; a bad line does not stop the others', async () => {
    const lines = ['{"id":"a","question":"one"}', '', 'broken', '{"id":"c"}', '{"question":"four"}']
    const { code, out } = await run(['ask', 'movies', '--questions', '-', '--json-lines'], {
      input: lines.join('\n'),
    })
    const results = out
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as { id: unknown; line?: number; question: string; error?: { code: string } },
      )
    expect(results.map(({ id, question, error }) => [id, question, error?.code])).toEqual([
      ['a', 'one', undefined],
      [null, null, 'QUESTION_LINE_INVALID'],
      [null, null, 'QUESTION_LINE_INVALID'],
      [5, 'four', undefined],
    ])
    expect(results[1]!.line).toBe(3)
    expect(code).toBe(2)
  })

  it('ends with 0 when every line got an answer, supported or not', async () => {
    const assay = createFakeAssay({ ask: async () => ({ ...answer, status: 'unsupported' }) })
    const { code } = await run(['ask', 'movies', '--questions', '-', '--json-lines'], {
      assay,
      input: '{"id":1,"question":"x"}',
    })
    expect(code).toBe(0)
  })
})

it('closes the store whatever happens', async () => {
  let closed = 0
  const close = async () => {
    closed += 1
  }
  await run(['ask', 'movies', 'x'], { assay: createFakeAssay({ close }) })
  await run(['ask', 'movies', 'x'], {
    assay: createFakeAssay({ close, ask: () => Promise.reject(new Error('boom')) }),
  })
  expect(closed).toBe(2)
})

it('suggests the command that was meant', async () => {
  const { err } = await run(['scema', 'movies'])
  expect(err).toContain('Did you mean schema?')
})

it('passes options on to the engine', async () => {
  const seen: (AskOptions | undefined)[] = []
  const assay = createFakeAssay({
    ask: async (_dataset, _question, options) => {
      seen.push(options)
      return answer
    },
  })
  await run(['ask', 'movies', 'x', '--lang', 'de', '--evidence', '7', '--max-cost', '0.05'], { assay })
  expect(seen[0]).toMatchObject({ language: 'de', evidence: 7, budget: { maxUsd: '0.05' } })
})

it('writes rows as CSV and JSON Lines', async () => {
  expect((await run(['query', 'movies', 'select 1', '--format', 'csv'])).out).toBe('count\r\n1103\r\n')
  expect((await run(['query', 'movies', 'select 1', '--format', 'jsonl'])).out).toBe('{"count":1103}\n')
})

it('shows help with examples and its version', async () => {
  const { code, out } = await run(['--help'])
  expect(code).toBe(0)
  for (const name of ['ask', 'query', 'schema', 'ingest', 'datasets', 'verify', 'Exit codes'])
    expect(out).toContain(name)
  expect((await run(['ask', '--help'])).out).toContain('Examples:')
  expect((await run(['--version'])).out).toBe('0.1.0\n')
})

it('finds the store: option, variable, .assay above, the data folder of the user', () => {
  const inner = join(folder, 'a', 'b')
  mkdirSync(inner, { recursive: true })
  const session = {
    environment: {} as Record<string, string | undefined>,
    platform: 'linux' as NodeJS.Platform,
    directory: inner,
    homeDirectory: '/home/x',
  }
  expect(findStorePath(undefined, session)).toBe('/home/x/.local/share/assay')
  expect(findStorePath(undefined, { ...session, environment: { XDG_DATA_HOME: '/xdg' } })).toBe('/xdg/assay')
  expect(findStorePath(undefined, { ...session, platform: 'darwin' })).toBe(
    '/home/x/Library/Application Support/assay',
  )
  mkdirSync(join(folder, '.assay'))
  expect(findStorePath(undefined, session)).toBe(join(folder, '.assay'))
  expect(findStorePath(undefined, { ...session, environment: { ASSAY_STORE: '/s' } })).toBe('/s')
  expect(findStorePath('mine', { ...session, environment: { ASSAY_STORE: '/s' } })).toBe(join(inner, 'mine'))
})

it('finds near names', () => {
  expect(findNearest('movis', ['movies', 'flights', '/data/movies.json'])).toEqual(['movies'])
  expect(findNearest('movies', ['/data/movies.json'])).toEqual(['/data/movies.json'])
  expect(findNearest('zzz', ['movies'])).toEqual([])
})

describe('costs', () => {
  it('reports by what is asked for, repeated or with commas, each once', async () => {
    const asked: unknown[] = []
    const assay = createFakeAssay()
    const spy = createFakeAssay({
      costs: (options) => {
        asked.push(options)
        return assay.costs(options)
      },
    })
    const { code, out } = await run(
      ['costs', '--by', 'user,model', '--by', 'user', '--since', '7d', '--zone', 'Europe/Berlin'],
      { assay: spy },
    )
    expect(code).toBe(0)
    expect(asked).toMatchObject([
      { by: 'user', since: '7d', timeZone: 'Europe/Berlin' },
      { by: 'model', since: '7d' },
    ])
    expect(out.match(/, by (user|model)/g)).toEqual([', by user', ', by model'])
  })

  it('writes each format, and a file when told', async () => {
    expect(JSON.parse((await run(['costs', '--json'])).out)).toMatchObject({ by: 'day' })
    const two = JSON.parse((await run(['costs', '--format', 'json', '--by', 'user,day'])).out)
    expect(two.reports).toHaveLength(2)
    expect((await run(['costs', '--format', 'csv', '--by', 'user'])).out).toMatch(/^user,usd,/)
    expect((await run(['costs', '--format', 'focus'])).out).toMatch(/^BilledCost,/)
    const saved = await run(['costs', '--format', 'html', '--out', 'costs.html'])
    expect(saved).toMatchObject({ code: 0, out: '' })
    expect(readFileSync(join(folder, 'costs.html'), 'utf8')).toMatch(/^<!doctype html>/)
    expect((await run(['costs', '--out', 'no/such/folder.txt'])).code).toBe(1)
  })

  it.each([
    [['--by', 'colour']],
    [['--by', 'user,day', '--format', 'html']],
    [['--by', 'user', '--format', 'focus']],
    [['--json', '--format', 'csv']],
    [['--format', 'json', '--json', '--out', 'x.json']],
    [['--format', 'pdf']],
  ])('refuses %j', async (args) => {
    expect((await run(['costs', ...args])).code).toBe(2)
  })
})

describe('budget', () => {
  it('shows what is left, and a budget that has counted nothing', async () => {
    const { out } = await run(['budget'])
    expect(out).toMatch(/team +ann +\$0\.05 a day +\$0\.04 +\$0\.00 +\$0\.01 +2026-06-16 00:00/)
    const set = await run(['budget', 'set', 'user', '--max-usd', '2', '--per', 'day'])
    expect(set.out).toMatch(/user-day +each user +\$2 a day/)
    expect(JSON.parse((await run(['budget', '--json'])).out).budgets[0].id).toBe('team')
    const none = createFakeAssay({ budgets: async () => [] })
    expect((await run(['budget'], { assay: none })).out).toContain('No budgets yet')
  })

  it.each([
    [['total', '--max-usd', '5'], { id: 'total-month', scope: 'total', per: 'month', maxUsd: '5' }],
    [['total', '--max-usd', '5', '--per', 'total'], { id: 'total', scope: 'total', per: 'total' }],
    [['user=a=b', '--max-usd', '1', '--per', 'day'], { id: 'user-a=b-day', scope: 'user', value: 'a=b' }],
    [['tag', '--max-usd', '1', '--id', 'tags', '--soft'], { id: 'tags', hard: false }],
  ])('sets %j', async (args, expected) => {
    const set: unknown[] = []
    const assay = createFakeAssay()
    const spy = createFakeAssay({
      setBudget: (budget) => {
        set.push(budget)
        return assay.setBudget(budget)
      },
    })
    expect((await run(['budget', 'set', ...args], { assay: spy })).code).toBe(0)
    expect(set).toMatchObject([expected])
  })

  it('refuses an unknown scope, a missing amount and an unknown budget', async () => {
    expect((await run(['budget', 'set', 'everyone', '--max-usd', '1'])).code).toBe(2)
    expect((await run(['budget', 'set', 'user'])).code).toBe(2)
    const unknown = await run(['budget', 'remove', 'nope'])
    expect(unknown.code).toBe(2)
    expect(unknown.err).toContain('There is team.')
    expect((await run(['budget', 'remove', 'team'])).out).toContain('Removed team')
  })
})

describe('rates', () => {
  it('shows what each resource costs, or that none does', async () => {
    expect((await run(['rates'])).out).toMatch(/cpu +\$0\.05 +3,600,000 ms +2026-01-01/)
    expect(JSON.parse((await run(['rates', '--json'])).out).rates).toEqual([rate])
    const none = createFakeAssay({ rates: async () => [] })
    expect((await run(['rates'], { assay: none })).out).toContain('unpriced')
  })

  it.each([
    [['cpu', '--per', 'hour'], { name: 'cpu', unit: 'ms', per: 3_600_000 }],
    [['storage', '--per', 'GB-month'], { name: 'storage', unit: 'byte-minutes', per: 43_200_000_000_000 }],
    [['rows-scanned', '--per', '250'], { name: 'rows-scanned', unit: 'rows', per: 250 }],
    [['ingest', '--per', 'second', '--since', '2026-01-01'], { name: 'ingest', since: '2026-01-01' }],
  ])('sets %j', async (args, expected) => {
    const { code, out } = await run(['rates', 'set', ...args, '--usd', '0.05', '--json'])
    expect(code).toBe(0)
    const since = new Date().toISOString().slice(0, 10)
    expect(JSON.parse(out)).toMatchObject({ usd: '0.05', since, ...expected })
  })

  it('refuses what it does not know', async () => {
    for (const args of [
      ['gpu', '--usd', '1', '--per', 'hour'],
      ['cpu', '--usd', '1', '--per', 'gb'],
      ['cpu', '--usd', '1', '--per', 'constructor'],
      ['cpu', '--usd', '1', '--per', '0'],
      ['cpu', '--per', 'hour'],
    ])
      expect([args, (await run(['rates', 'set', ...args])).code]).toEqual([args, 2])
    const unknown = await run(['rates', 'remove', 'cpu', '--since', '2020-01-01'])
    expect(unknown.code).toBe(2)
    expect(unknown.err).toContain('There is cpu of 2026-01-01.')
    expect((await run(['rates', 'remove', 'cpu'])).out).toContain('Removed cpu of 2026-01-01')
  })
})

it('says who asks, and under which tags', async () => {
  const asked: unknown[] = []
  const assay = createFakeAssay({
    ask: async (_dataset, _question, options) => {
      asked.push(options)
      return answer
    },
  })
  const who = ['--user', 'ann', '--tag', 'a', '--tag', 'b', '--max-cost', '0.05']
  await run(['ask', 'movies', 'x', ...who], { assay })
  expect(asked).toMatchObject([{ actor: 'ann', tags: ['a', 'b'], budget: { maxUsd: '0.05' } }])
})
