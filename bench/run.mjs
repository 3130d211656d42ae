// npm run bench                full: 10 MB, 100 MB and 1 GB; with --huge also 4 GB, once
// npm run bench -- --short     for CI: 10 MB, 30 MB and 100 MB; fails when a ratio clearly breaks
import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findBroken } from './find-broken.mjs'
import { convertAirports } from './flights/convert-airports.mjs'
import { convertFlights } from './flights/convert-flights.mjs'
import { writeReport } from './report.mjs'
import { measureSizes } from './sizes.mjs'
import { subjects } from './subjects/index.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const data = join(here, 'data')
const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    huge: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
})
const plan = options.short
  ? { sizesMb: [10, 30, 100], onceMb: [], rounds: Number(options.rounds ?? 3), peersUpToMb: 30 }
  : {
      sizesMb: [10, 100, 1000],
      onceMb: options.huge ? [4000] : [],
      rounds: Number(options.rounds ?? 3),
      peersUpToMb: 1000,
    }

/** Runs a script to its end and gives its standard output and error. */
function runScript(script, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(here, script), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      err += text
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve({ out, err }) : reject(new Error(`${script} ${args[0]}: ${err}`)),
    )
  })
}

/** A generated file and what its generator counted; made once. */
async function prepareFile(kind, sizeMb) {
  const path = join(data, `${kind}-${sizeMb}mb.${kind === 'building' ? 'ifc.json' : 'jsonl'}`)
  const statsPath = `${path}.stats`
  if ((await stat(statsPath).catch(() => undefined)) === undefined) {
    const script = `../examples/generate-${kind}.mjs`
    const { err } = await runScript(script, '--out', path, '--size', `${sizeMb}MB`, '--seed', '7', '--stats')
    await writeFile(statsPath, err)
  }
  const { records } = JSON.parse(await readFile(statsPath, 'utf8'))
  return { kind, sizeMb, path, records, bytes: (await stat(path)).size }
}

/** Brings a file into the page cache, which a system may have taken it out of since the subject before. */
async function readThrough(path) {
  await finished(createReadStream(path, { highWaterMark: 1024 * 1024 }).resume())
}

/** Runs a measuring script with a new store, which is removed afterwards. */
async function measure(script, ...args) {
  const folder = await mkdtemp(join(data, 'store-'))
  try {
    return JSON.parse((await runScript(script, ...args, folder)).out)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether a subject is run on a file: peers, some of which take minutes for a gigabyte, have bounds. */
const isRun = (name, { kind, sizeMb }) => {
  const { kinds, upToMb = Number.POSITIVE_INFINITY } = subjects[name]
  return kinds.includes(kind) && (name.startsWith('assay') || sizeMb <= Math.min(upToMb, plan.peersUpToMb))
}

async function measureFiles() {
  const files = []
  for (const kind of ['building', 'events'])
    for (const sizeMb of [...plan.sizesMb, ...plan.onceMb]) files.push(await prepareFile(kind, sizeMb))
  const cases = files.flatMap((file) =>
    Object.keys(subjects)
      .filter((name) => isRun(name, file))
      .map((subject) => ({ subject, file, runs: [] })),
  )
  // Interleaved, so that a slow minute of the machine hits all alike.
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const { subject, file, runs } of cases) {
      if (round > 1 && plan.onceMb.includes(file.sizeMb)) continue
      await readThrough(file.path)
      const run = await measure('measure-subject.mjs', subject, file.path)
      if (!subjects[subject].countsNothing && run.records !== file.records)
        throw new Error(`${subject}: ${run.records} records of ${file.path}, not ${file.records}`)
      runs.push(run)
      process.stderr.write(`${round}/${plan.rounds} ${file.kind} ${file.sizeMb} MB, ${subject}\n`)
    }
  }
  return cases
}

/** Whether two engines gave the same rows; sums of doubles may differ in their last digits. */
function isSame(ours, theirs) {
  if (typeof ours === 'number' && typeof theirs === 'number')
    return Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs))
  if (!Array.isArray(ours) || !Array.isArray(theirs)) return ours === theirs
  return ours.length === theirs.length && ours.every((cell, at) => isSame(cell, theirs[at]))
}

const runJson = async (...args) => JSON.parse((await runScript(...args)).out)

/** Assay and DuckDB over the same flights; an answer that differs ends the run. */
async function measureFlights() {
  const flightsPath = await convertFlights(data)
  const airportsPath = await convertAirports(data)
  const folder = await mkdtemp(join(data, 'store-'))
  try {
    const ours = await runJson('flights/measure-assay.mjs', flightsPath, airportsPath, folder)
    const theirs = await runJson('flights/measure-duckdb.mjs', flightsPath, airportsPath)
    const cold = await runJson('flights/measure-cold.mjs', folder)
    const reread = await runJson('flights/measure-reread.mjs', flightsPath)
    const peers = [
      ...theirs.queries,
      { ...reread, name: 'filter and count' },
      { ...cold, name: 'filter and count' },
    ]
    for (const { name, rows } of peers) {
      const own = ours.queries.find((query) => query.name === name)
      if (!isSame(own.rows, rows))
        throw new Error(`${name}: ${JSON.stringify(own.rows)}, not ${JSON.stringify(rows)}`)
    }
    return { ours, theirs, cold, reread, bytes: (await stat(flightsPath)).size }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Questions over tables of more and more columns and texts, each in a process of its own. */
async function measureQuestions() {
  const measured = []
  for (const columns of [20, 200])
    for (const texts of [1000, 10_000, 100_000]) {
      measured.push(await measure('questions/measure-questions.mjs', String(columns), String(texts)))
      process.stderr.write(`questions over ${columns} columns, ${texts} texts\n`)
    }
  return measured
}

await mkdir(data, { recursive: true })
const questions = await measureQuestions()
const flights = await measureFlights()
const cases = await measureFiles()
const overhead = await runJson('../packages/cost-tracker/test/overhead.mjs', '--json')
const sizes = await measureSizes()
const broken = [...findBroken({ cases, flights, questions }), ...sizes.broken]
// The short form guards; only the full one is published.
const report = join(here, options.short ? 'data/results-short.md' : 'results.md')
await writeReport(report, {
  sizes,
  cases,
  flights,
  questions,
  overhead,
  broken,
  rounds: plan.rounds,
  isShort: options.short,
})
console.log(await readFile(report, 'utf8'))
if (broken.length > 0) {
  console.error(`bench: ${broken.join('\nbench: ')}`)
  process.exitCode = 1
}
