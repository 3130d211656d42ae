// Flat events as JSON Lines, about 315 bytes each, always the same for a seed and a size:
//   node examples/generate-events.mjs --out events.jsonl --size 100MB --seed 7 --stats
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRandom } from './random.mjs'
import { runGenerator, toChunks } from './write-chunks.mjs'

/**
 * What the generator counted while it wrote.
 *
 * @typedef {object} EventStats
 * @property {number} records
 * @property {Record<string, number>} byType
 * @property {number} slow events with `durationMs` above 400
 * @property {number} failed events with `ok` false
 */

const types = ['scan', 'scan', 'scan', 'load', 'unload', 'transfer', 'arrive', 'alarm']
const regions = ['eu-central', 'eu-west', 'us-east', 'us-west', 'ap-south']
const hex = Array.from({ length: 4096 }, (_, value) => value.toString(16).padStart(3, '0'))
const two = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'))

/** @param {ReturnType<typeof createRandom>} random @param {EventStats} stats @param {number} index */
function createEvent(random, stats, index) {
  const bits = random.below(16_777_216)
  const more = random.below(16_777_216)
  const type = types[bits & 7] ?? 'scan'
  const durationMs = (more % 50_000) / 100
  const isFailed = bits % 50 === 0
  stats.records += 1
  stats.byType[type] = (stats.byType[type] ?? 0) + 1
  if (durationMs > 400) stats.slow += 1
  if (isFailed) stats.failed += 1
  const second = index % 86_400
  const time = `${two[Math.floor(second / 3600)]}:${two[Math.floor(second / 60) % 60]}:${two[second % 60]}`
  return (
    `{"id":"evt_${hex[bits & 4095]}${hex[bits >> 12]}${hex[more & 4095]}${index}","time":"2026-10-${two[1 + (bits % 28)]}T${time}Z"` +
    `,"type":"${type}","region":"${regions[more % 5]}","station":"station-${(bits >> 3) % 240}","device":"dev-${hex[more >> 12]}"` +
    `,"user":"u${more % 120_000}","durationMs":${durationMs},"bytes":${bits >> 4},"session":"s-${hex[bits >> 12]}${hex[more & 4095]}-${hex[bits & 4095]}${hex[more >> 12]}-belts","attempt":${1 + (more % 3)}` +
    `,"ok":${!isFailed},"error":${isFailed ? '"timeout after 30 s"' : 'null'},"note":"belt ${bits % 36} gate ${hex[more & 63]} shift ${1 + (bits % 3)}, handled by team ${more % 90}"}\n`
  )
}

/** @param {ReturnType<typeof createRandom>} random @param {EventStats} stats @param {number} bytes @returns {Generator<string>} */
function* createTexts(random, stats, bytes) {
  let written = 0
  for (let index = 0; written < bytes || index === 0; index += 1) {
    const text = createEvent(random, stats, index)
    written += text.length
    yield text
  }
}

/**
 * Chunks of JSON Lines of about `bytes` bytes (at least one event), and their statistics, which are complete when
 * the chunks have been taken.
 *
 * @param {{ seed: number, bytes: number }} options
 * @returns {{ chunks: Generator<Uint8Array>, stats: EventStats }}
 */
export function generateEvents({ seed, bytes }) {
  /** @type {EventStats} */
  const stats = { records: 0, byType: {}, slow: 0, failed: 0 }
  return { chunks: toChunks(createTexts(createRandom(seed), stats, bytes)), stats }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  await runGenerator(generateEvents)
