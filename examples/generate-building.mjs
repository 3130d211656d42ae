// A building model like ifcJSON, of any size, always the same for a seed and a size:
//   node examples/generate-building.mjs --out tower.ifc.json --size 1GB --seed 7 --stats
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRandom } from './random.mjs'
import { runGenerator, toChunks } from './write-chunks.mjs'

/** @typedef {ReturnType<typeof createRandom>} Random */

/**
 * What the generator counted while it wrote: the answers to check against.
 *
 * @typedef {object} BuildingStats
 * @property {number} records
 * @property {Record<string, number>} byType records of each type
 * @property {Record<string, number>} doorsByStorey
 * @property {Record<string, number>} fireDoorsByStorey
 * @property {Record<string, number>} fireDoorsWithoutRatingByStorey key missing, null or an empty text
 * @property {{ missing: number, null: number, blank: number }} doorsWithoutRating how the rating is absent, over all doors
 * @property {number} doorWidthSumMm exact sum of the doors' `overallWidth`, in millimetres
 * @property {number} tallestDoorMm
 * @property {number} doorsAbove2500Mm by `overallHeight`
 */

/** Levels below and above the ground, lowest first. */
export const storeys = [
  { name: 'Basement', elevation: -3.6 },
  ...Array.from({ length: 11 }, (_, level) => ({
    name: `Level ${level}`,
    elevation: Math.round(level * 36) / 10,
  })),
]

/** @type {readonly { type: string, share: number, label: string, names: readonly string[] }[]} */
const kinds = [
  {
    type: 'Wall',
    share: 30,
    label: 'W',
    names: ['Partition wall', 'Exterior wall', 'Shaft wall', 'Wall lining'],
  },
  { type: 'Window', share: 14, label: 'F', names: ['Fixed window', 'Tilt window', 'Skylight'] },
  {
    type: 'Door',
    share: 12,
    label: 'T',
    names: ['Fire door', 'Single door', 'Double door', 'Sliding door', 'Single door'],
  },
  { type: 'Column', share: 9, label: 'C', names: ['Concrete column', 'Steel column'] },
  { type: 'Beam', share: 9, label: 'B', names: ['Edge beam', 'Girder'] },
  { type: 'FlowTerminal', share: 8, label: 'M', names: ['Sprinkler', 'Air outlet', 'Wash basin'] },
  { type: 'FurnishingElement', share: 7, label: 'E', names: ['Desk', 'Cupboard', 'Café table'] },
  { type: 'Space', share: 6, label: 'R', names: ['Office', 'Corridor', 'Meeting room', 'Storage'] },
  { type: 'Slab', share: 5, label: 'S', names: ['Floor slab', 'Landing'] },
]
const kindOf = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind))
const ratings = ['EI 30', 'EI 60', 'EI 90']
const makers = ['Halvorsen', 'Brüder Lang', 'Northgate', 'Sainte-Claire', 'Okafor & Sons', 'Tanaka']
const finishes = ['oak', 'RAL 9010', 'RAL 7016', 'brushed steel', 'galvanised', 'none']
const materials = ['Concrete C30/37', 'Gypsum board', 'Mineral wool', 'Steel S355', 'Spruce', 'Glass']
const idLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$'

// Numbers are drawn as ready text: formatting each one would take most of the time.
const coordinates = Array.from({ length: 4096 }, (_, index) =>
  String((((index * 40_503) % 60_000) - 12_000) / 1000),
)

/** Exact decimal text of a number of millimetres in metres. @param {number} mm */
const metres = (mm) => String(mm / 1000)

/** @template T @param {readonly T[]} list @param {Random} random @returns {T} */
const pick = (list, random) => /** @type {T} */ (list[random.below(list.length)])

/** @param {Record<string, number>} counts @param {string} key */
function count(counts, key) {
  counts[key] = (counts[key] ?? 0) + 1
}

/** @returns {Record<string, number>} */
const zeroByStorey = () => Object.fromEntries(storeys.map(({ name }) => [name, 0]))

/** 22 letters, as IFC's compressed GUIDs. @param {Random} random */
function createGlobalId(random) {
  let id = idLetters.charAt(random.below(4))
  for (let group = 0; group < 7; group += 1) {
    const bits = random.below(262_144)
    id +=
      idLetters.charAt(bits & 63) + idLetters.charAt((bits >> 6) & 63) + idLetters.charAt((bits >> 12) & 63)
  }
  return id
}

/** A face with its points, down to depth ten of the document. @param {Random} random @param {number} points */
function createShape(random, points) {
  let text = ''
  for (let point = 0; point < points; point += 1) {
    const bits = random.below(16_777_216)
    text += `${point === 0 ? '' : ','}[${coordinates[bits & 4095]},${coordinates[(bits >> 6) & 4095]},${coordinates[(bits >> 12) & 4095]}]`
  }
  return `{"type":"ShapeRepresentation","identifier":"Body","items":[{"type":"FacetedBrep","outer":{"closed":true,"coordinates":[${text}]}}]}`
}

/** @param {Random} random @param {BuildingStats} stats @param {string} storey @param {string} name */
function createDoorPart(random, stats, storey, name) {
  const isFireDoor = name === 'Fire door'
  const widthMm = 625 + 125 * random.below(12)
  const heightMm = 1985 + 5 * random.below(140)
  count(stats.doorsByStorey, storey)
  stats.doorWidthSumMm += widthMm
  stats.tallestDoorMm = Math.max(stats.tallestDoorMm, heightMm)
  if (heightMm > 2500) stats.doorsAbove2500Mm += 1
  if (isFireDoor) count(stats.fireDoorsByStorey, storey)
  const absence = random.below(100)
  const isRated = isFireDoor ? absence >= 8 : absence < 10
  let rating = ''
  if (isRated) rating = `,"fireRating":"${pick(ratings, random)}"`
  else {
    const how = absence % 8
    if (how === 0) {
      rating = ',"fireRating":""'
      stats.doorsWithoutRating.blank += 1
    } else if (how < 3) {
      rating = ',"fireRating":null'
      stats.doorsWithoutRating.null += 1
    } else stats.doorsWithoutRating.missing += 1
    if (isFireDoor) count(stats.fireDoorsWithoutRatingByStorey, storey)
  }
  return `${rating},"overallWidth":${metres(widthMm)},"overallHeight":${metres(heightMm)}`
}

/** @param {Random} random @param {BuildingStats} stats @param {number} index */
function createRecord(random, stats, index) {
  const { type, label, names } = pick(kindOf, random)
  const storey = pick(storeys, random)
  const name = pick(names, random)
  stats.records += 1
  count(stats.byType, type)
  const own =
    type === 'Door'
      ? createDoorPart(random, stats, storey.name, name)
      : type === 'Window'
        ? `,"overallWidth":${metres(500 + 5 * random.below(400))},"overallHeight":${metres(500 + 5 * random.below(400))}`
        : ''
  const bits = random.below(65_536)
  const reference = `${label}-${storey.elevation}-${index % 997}`
  return (
    `{"type":"${type}","globalId":"${createGlobalId(random)}","name":"${name} ${label}${index}","tag":"${index}","objectType":"${name}"` +
    `,"storey":{"name":"${storey.name}","elevation":${storey.elevation}}${own}` +
    `,"psets":{"Pset_${type}Common":{"reference":"${reference}","isExternal":${bits % 4 === 0},"loadBearing":${bits % 3 === 0}` +
    `,"thermalTransmittance":${(10 + (bits % 290)) / 100},"status":"${bits % 5 === 0 ? 'EXISTING' : 'NEW'}"}` +
    `,"Pset_Manufacturer":{"name":"${pick(makers, random)}","model":"${label}${bits}","year":${2004 + (bits % 22)}` +
    `,"warrantyMonths":${12 * (1 + (bits % 10))}},"Pset_Finish":{"inside":"${pick(finishes, random)}","outside":"${pick(finishes, random)}"}}` +
    `,"quantities":{"area":${(bits % 9000) / 100},"volume":${(bits % 7001) / 1000},"weight":${bits / 16}}` +
    `,"materials":[{"name":"${pick(materials, random)}","thickness":0.0125},{"name":"${pick(materials, random)}","thickness":${0.02 + (bits % 32) / 100}}]` +
    `,"placement":{"relativeTo":"#${1000 + storeys.indexOf(storey)}","location":[${coordinates[bits & 4095]},${coordinates[bits >> 4]},0],"axis":[0,0,1],"refDirection":[1,0,0]}` +
    `,"representation":{"type":"ProductDefinitionShape","representations":[${createShape(random, 22 + (bits % 20))},${createShape(random, 12)}]}}`
  )
}

/** @param {Random} random @param {BuildingStats} stats @param {number} bytes @returns {Generator<string>} */
function* createTexts(random, stats, bytes) {
  const head =
    '{"type":"ifcJSON","version":"0.0.1","schemaIdentifier":"IFC4X3","originatingSystem":"Assay building generator"' +
    ',"timeStamp":"2026-11-02T08:00:00","units":[{"quantity":"length","unit":"metre"},{"quantity":"area","unit":"square metre"}],\n"data":[\n'
  yield head
  let written = head.length
  for (let index = 0; written < bytes || index === 0; index += 1) {
    const record = createRecord(random, stats, index)
    const text = index === 0 ? record : `,\n${record}`
    written += text.length
    yield text
  }
  yield '\n]}\n'
}

/**
 * Chunks of a building of about `bytes` bytes (at least one record), and its statistics, which are complete when
 * the chunks have been taken.
 *
 * @param {{ seed: number, bytes: number }} options
 * @returns {{ chunks: Generator<Uint8Array>, stats: BuildingStats }}
 */
export function generateBuilding({ seed, bytes }) {
  /** @type {BuildingStats} */
  const stats = {
    records: 0,
    byType: {},
    doorsByStorey: zeroByStorey(),
    fireDoorsByStorey: zeroByStorey(),
    fireDoorsWithoutRatingByStorey: zeroByStorey(),
    doorsWithoutRating: { missing: 0, null: 0, blank: 0 },
    doorWidthSumMm: 0,
    tallestDoorMm: 0,
    doorsAbove2500Mm: 0,
  }
  return { chunks: toChunks(createTexts(createRandom(seed), stats, bytes)), stats }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  await runGenerator(generateBuilding)
