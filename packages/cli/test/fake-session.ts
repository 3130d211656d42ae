import { Readable } from 'node:stream'
import type { Answer, ByteSource } from '@assay/core'
import { createReportBuilder } from '@assay/cost-tracker'
import type { Assay, BudgetState, Dataset, IngestResult } from '@assay/sdk'
import { createStyle } from '../src/render/style.js'
import type { Output, Session } from '../src/session/session.js'

export const dataset: Dataset = {
  name: 'movies',
  version: 'v1-abcdef',
  contentId: 'sha256:00',
  source: '/data/movies.json',
  files: ['/data/movies.json'],
  bytes: 1_399_981,
  records: 3201,
  createdAt: '2026-11-20T10:00:00.000Z',
  storedBytes: 400_000,
  badLines: 0,
  badLinesByFile: {},
  warnings: [],
}

export const rate = { name: 'cpu', unit: 'ms', usd: '0.05', per: 3_600_000, since: '2026-01-01' }

export const answer: Answer = {
  id: 'answer-1',
  dataset: { name: 'movies', version: 'v1-abcdef', contentId: 'sha256:00', source: '/data/movies.json' },
  asOf: '2026-11-20T10:00:00.000Z',
  status: 'answered',
  text: '1,103 movies have MPAA Rating R.',
  value: 1103,
  columns: [{ name: 'count', type: 'number' }],
  rows: [[1103]],
  evidence: Array.from({ length: 7 }, (_, index) => ({
    kind: 'span' as const,
    table: 'movies',
    pointer: `/${index}`,
    span: [index * 10, index * 10 + 9] as const,
    digest: 'sha256:aa',
  })),
  evidenceTotal: 1103,
  evidenceLimit: 7,
  coverage: {
    considered: 3201,
    used: 2596,
    withheld: 0,
    skipped: [{ reason: 'null: MPAA Rating', records: 605 }],
  },
  cost: { nanoUsd: '0', calls: [], savedNanoUsd: '0', reservedNanoUsd: '0', resources: [] },
  plan: null,
  planHash: null,
  how: 'exact',
  question: 'How many movies are rated R?',
  language: 'en',
  reading: [
    { word: 'how many movies', span: [0, 15], as: 'count of movies' },
    { word: 'rated R', span: [20, 27], as: 'MPAA Rating = "R"' },
  ],
  assumptions: [],
  warnings: [],
  cache: 'miss',
  timingsMs: { total: 31.4 },
}

const june = { sinceMs: Date.UTC(2026, 5, 1), untilMs: Date.UTC(2026, 6, 1) }

const budget: BudgetState = {
  id: 'team',
  scope: 'user',
  value: null,
  per: 'day',
  maxUsd: '0.05',
  timeZone: 'UTC',
  hard: true,
  alertShares: [0.8, 1],
  counters: [
    {
      budget: 'team',
      value: 'ann',
      capNanoUsd: '50000000',
      spentNanoUsd: '40000000',
      heldNanoUsd: '0',
      leftNanoUsd: '10000000',
      resetsAt: '2026-06-16T00:00:00.000Z',
      overrun: false,
    },
  ],
}

export function createFakeAssay(overrides: Partial<Assay> = {}): Assay {
  const ingested: IngestResult = { ...dataset, unchanged: false, elapsedMs: 100 }
  const close = async () => {}
  return {
    ingest: async () => ingested,
    ask: async (_dataset, question) => ({ ...answer, question }),
    query: async () => answer,
    explain: async () => ({
      plan: { version: 1, root: { op: 'scan', table: 'movies' } },
      planHash: 'sha256:plan',
      tree: 'count\n└─ scan movies',
      reading: null,
      maxNanoUsd: '0',
      rowsToScan: 3201,
      rowsProbed: 0,
    }),
    verify: async () => ({
      ok: true,
      checked: 7,
      mismatches: [],
      unverifiable: 0,
      problems: [],
      full: false,
    }),
    datasets: async () => [dataset],
    schema: async () => ({ dataset, catalog: { tables: [] }, store: '/data/.assay' }),
    remove: async () => true,
    costs: async ({ by = 'day' } = {}) => createReportBuilder({ by, ...june }).finish(),
    focus: async () => ({ rows: [], unpricedCalls: 0 }),
    budgets: async () => [budget],
    setBudget: async ({ id, maxUsd }) => ({ ...budget, id, maxUsd, counters: [] }),
    removeBudget: async (id) => id === budget.id,
    rates: async () => [rate],
    setRate: async (input) => input,
    removeRate: async ({ name }) => name === rate.name,
    close,
    [Symbol.asyncDispose]: close,
    ...overrides,
  }
}

/** A session in memory: what was written is read from `text`. */
export function createFakeSession(
  options: {
    assay?: Assay
    directory?: string
    store?: string
    input?: string
    isTerminal?: boolean
    signal?: AbortSignal
  } = {},
): Session & { out: Output & { text: string }; err: Output & { text: string }; opened: { store: string }[] } {
  const { isTerminal = false } = options
  const createOutput = () => ({
    isTerminal,
    columns: 80,
    isClosed: false,
    failure: undefined,
    style: createStyle(isTerminal, {}),
    text: '',
    async write(text: string) {
      this.text += text
    },
  })
  const opened: { store: string }[] = []
  const source = (name: string): ByteSource => ({
    name,
    location: name,
    open: () => Promise.reject(new Error('the fake reads nothing')),
  })
  return {
    out: createOutput(),
    err: createOutput(),
    input: Readable.from([options.input ?? '']),
    environment: { ASSAY_STORE: options.store ?? process.cwd() },
    platform: 'linux',
    directory: options.directory ?? process.cwd(),
    homeDirectory: '/home/somebody',
    signal: options.signal ?? new AbortController().signal,
    opened,
    loadEngine: async () => ({
      createAssay: async ({ store }) => {
        opened.push({ store })
        return options.assay ?? createFakeAssay()
      },
      fromFile: async (path) => source(path),
      fromUrl: (address) => source(address),
      fromStream: (name) => source(name),
    }),
  }
}
