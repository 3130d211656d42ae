// npm run bench                full: 100 MB, 300 MB and 1 GB
// npm run bench -- --short     for CI: 10 MB, 30 MB and 100 MB; fails when a ratio clearly breaks
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { convertFlights } from './convert-flights.mjs'
import { writeReport } from './report.mjs'
import { subjects } from './subjects.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const data = join(here, 'data')
const { values: options } = parseArgs({
  options: { short: { type: 'boolean', default: false }, rounds: { type: 'string' } },
})
const plan = options.short
  ? { sizesMb: [10, 30, 100], rounds: Number(options.rounds ?? 3), peersUpToMb: 30 }
  : { sizesMb: [100, 300, 1000], rounds: Number(options.rounds ?? 5), peersUpToMb: 100 }
const limits = { slowdown: 1.6, peakRssMb: 256, overStreamJson: 2, warmQueryMs: 1000 }

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

/** Runs a measuring script with a new store, which is removed afterwards. */
async function measure(script, ...args) {
  const folder = await mkdtemp(join(data, 'store-'))
  try {
    return JSON.parse((await runScript(script, ...args, folder)).out)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureFiles() {
  const files = []
  for (const kind of ['building', 'events'])
    for (const sizeMb of plan.sizesMb) files.push(await prepareFile(kind, sizeMb))
  const cases = files.flatMap((file) =>
    Object.keys(subjects)
      .filter((name) => subjects[name].kinds.includes(file.kind))
      .filter((name) => name.startsWith('assay') || file.sizeMb <= plan.peersUpToMb)
      .map((subject) => ({ subject, file, runs: [] })),
  )
  // Interleaved, so that a slow minute of the machine hits all alike.
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const { subject, file, runs } of cases) {
      const run = await measure('measure-subject.mjs', subject, file.path)
      if (run.records !== file.records)
        throw new Error(`${subject}: ${run.records} records of ${file.path}, not ${file.records}`)
      runs.push(run)
    }
    process.stderr.write(`round ${round} of ${plan.rounds} done\n`)
  }
  return cases
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

function findBroken(cases, flights) {
  const perMb = ({ file, runs }) => median(runs.map(({ cpuMs }) => cpuMs)) / (file.bytes / 1e6)
  const broken = []
  for (const kind of ['building', 'events']) {
    const ours = cases.filter(({ subject, file }) => subject === 'assay ingest' && file.kind === kind)
    const [small, large] = [ours[0], ours.at(-1)]
    const slowdown = perMb(large) / perMb(small)
    if (slowdown > limits.slowdown)
      broken.push(
        `${kind}: time a MB at ${large.file.sizeMb} MB is ${slowdown.toFixed(2)} times that at ${small.file.sizeMb} MB`,
      )
    for (const { file, runs } of ours) {
      const peak = Math.max(...runs.map(({ peakRssMb }) => peakRssMb))
      if (peak > limits.peakRssMb) broken.push(`${kind} ${file.sizeMb} MB: peak RSS ${peak.toFixed(0)} MB`)
    }
  }
  const [ours, theirs] = ['assay ingest', 'stream-json, as its README shows'].map((name) =>
    cases.find(({ subject, file }) => subject === name && file.sizeMb === plan.sizesMb[0]),
  )
  const advantage = perMb(theirs) / perMb(ours)
  if (advantage < limits.overStreamJson)
    broken.push(`only ${advantage.toFixed(1)} times as fast as stream-json`)
  for (const { name, warmMs } of flights.queries)
    if (median(warmMs) > limits.warmQueryMs)
      broken.push(`flights, ${name}: ${median(warmMs).toFixed(0)} ms warm`)
  return broken
}

await mkdir(data, { recursive: true })
const flightsPath = await convertFlights(data)
const cases = await measureFiles()
const flights = {
  ...(await measure('measure-flights.mjs', flightsPath)),
  bytes: (await stat(flightsPath)).size,
}
const overhead = JSON.parse((await runScript('../packages/cost-tracker/test/overhead.mjs', '--json')).out)
const broken = findBroken(cases, flights)
// The short form guards; only the full one is published.
const report = join(here, options.short ? 'data/results-short.md' : 'results.md')
await writeReport(report, { cases, flights, overhead, broken, rounds: plan.rounds, isShort: options.short })
console.log(await readFile(report, 'utf8'))
if (broken.length > 0) {
  console.error(`bench: ${broken.join('\nbench: ')}`)
  process.exitCode = 1
}
