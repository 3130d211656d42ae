import type { FrequentValue } from '../../catalog/catalog.js'
import { decodeWtf8 } from '../../json/text.js'
import { ByteTable, openAccount } from '../byte-table.js'
import { compareBytes } from '../compare-bytes.js'
import { formatDouble } from '../decimal.js'
import { findNthGreatest } from './nth-greatest.js'
import { NumberTable } from './number-table.js'
import type { ChunkKeys } from './tally.js'
import type { EachChunk, ValueTallies } from './value-tallies.js'

const maxListed = 20
/** Keys whose occurrences are counted again when one was not counted from the beginning. */
const maxCandidates = 1000
/** Longer values are counted but not listed: a catalog is read by people and prompts. */
const maxListedBytes = 256

interface Candidates {
  readonly texts: ByteTable
  readonly numbers: NumberTable
  readonly exacts: ByteTable
}

/**
 * The most frequent values with their exact counts; only values that are surely more frequent than any that was
 * dropped are listed. The chunks are read once more when one of these was not counted from the beginning.
 */
export async function listFrequent(
  tallies: ValueTallies,
  booleans: { readonly false: number; readonly true: number },
  again: EachChunk,
): Promise<FrequentValue[]> {
  const { texts, numbers, exacts } = tallies
  const list = [texts, numbers, exacts]
  const missed = Math.max(...list.map((tally) => tally.missed))
  const isUnsure = list.some((tally) => !tally.exact && isAnyUnsure(tally, missed))
  if (!isUnsure && Math.max(booleans.false, booleans.true, ...list.map(greatestCount)) <= 1) return []
  const found: FrequentValue[] = []
  if (booleans.false > 0) found.push({ value: false, count: booleans.false })
  if (booleans.true > 0) found.push({ value: true, count: booleans.true })
  if (isUnsure) await recount(found, pickCandidates(tallies, missed), again)
  else {
    addTexts(found, texts.keys, texts.counts)
    addNumbers(found, numbers.keys, numbers.counts)
    addTexts(found, exacts.keys, exacts.counts)
  }
  if (found.every(({ count }) => count === 1)) return []
  const sure = found.filter(({ count }) => count > missed)
  // Texts alone are in order already, and no more than are listed.
  if (booleans.false + booleans.true + numbers.keys.size + exacts.keys.size === 0) return sure
  const compare = createComparison()
  return sure.sort((a, b) => b.count - a.count || compare(a.value, b.value)).slice(0, maxListed)
}

interface Countable {
  readonly keys: { readonly size: number }
  readonly counts: Float64Array
  count(key: number): number
  error(key: number): number
}

/** Whether a key that is surely more frequent than any that was dropped was not counted from the beginning. */
function isAnyUnsure(tally: Countable, missed: number): boolean {
  for (let key = 0; key < tally.keys.size; key++)
    if (tally.error(key) > 0 && tally.count(key) > missed) return true
  return false
}

function greatestCount({ keys, counts }: Countable): number {
  let greatest = 0
  for (let key = 0; key < keys.size; key++) if (counts[key]! > greatest) greatest = counts[key]!
  return greatest
}

function addTexts(found: FrequentValue[], keys: ByteTable, counts: Float64Array): void {
  const { heap, offsets } = keys
  const listed = topKeys(keys.size, counts, maxListed * 2)
    .filter((key) => offsets[key + 1]! - offsets[key]! <= maxListedBytes)
    .sort(
      (a, b) =>
        counts[b]! - counts[a]! ||
        compareBytes(heap, offsets[a]!, offsets[a + 1]!, heap, offsets[b]!, offsets[b + 1]!),
    )
    .slice(0, maxListed)
  for (const key of listed)
    found.push({ value: decodeWtf8(heap, offsets[key]!, offsets[key + 1]!), count: counts[key]! })
}

function addNumbers(found: FrequentValue[], keys: NumberTable, counts: Float64Array): void {
  for (const key of topKeys(keys.size, counts, maxListed * 2))
    found.push({ value: formatDouble(keys.value(key)), count: counts[key]! })
}

/** Keys of the `wanted` greatest counts, and of all that equal the last of them up to a bound. */
function topKeys(size: number, counts: Float64Array, wanted: number): number[] {
  const least = size <= wanted ? 0 : findNthGreatest(counts, size, wanted)
  const keys: number[] = []
  for (let key = 0; key < size; key++) if (counts[key]! > least) keys.push(key)
  for (let key = 0; key < size && keys.length < maxCandidates; key++)
    if (counts[key] === least) keys.push(key)
  return keys
}

/** Keys that are surely more frequent than any that was dropped. */
function pickCandidates({ texts, numbers, exacts }: ValueTallies, missed: number): Candidates {
  const picked = { texts: emptyTexts(), numbers: new NumberTable(), exacts: emptyTexts() }
  const top = (tally: Countable) =>
    topKeys(tally.keys.size, tally.counts, maxCandidates).filter((key) => tally.count(key) > missed)
  for (const key of top(texts)) picked.texts.copy(texts.keys, key)
  for (const key of top(numbers)) picked.numbers.copy(numbers.keys, key)
  for (const key of top(exacts)) picked.exacts.copy(exacts.keys, key)
  return picked
}

async function recount(
  found: FrequentValue[],
  { texts, numbers, exacts }: Candidates,
  again: EachChunk,
): Promise<void> {
  const textCounts = new Float64Array(texts.size)
  const numberCounts = new Float64Array(numbers.size)
  const exactCounts = new Float64Array(exacts.size)
  await again((values) => {
    countAgain(textCounts, values.texts, texts)
    countAgain(numberCounts, values.numbers, numbers)
    countAgain(exactCounts, values.exacts, exacts)
  })
  addTexts(found, texts, textCounts)
  addNumbers(found, numbers, numberCounts)
  addTexts(found, exacts, exactCounts)
}

function countAgain<Keys>(totals: Float64Array, chunk: ChunkKeys<Keys>, keys: Keys): void {
  if (totals.length === 0) return
  chunk.findAll(keys, 0)
  const { size, counts, numbers } = chunk
  for (let key = 0; key < size; key++)
    if (counts[key]! > 0 && numbers[key]! >= 0) totals[numbers[key]!]! += counts[key]!
}

function emptyTexts(): ByteTable {
  return new ByteTable(openAccount())
}

/** Orders values by the bytes of their texts, each of which is made once. */
function createComparison(): (a: string | boolean, b: string | boolean) => number {
  const encoder = new TextEncoder()
  const known = new Map<string | boolean, Uint8Array>()
  const bytesOf = (value: string | boolean): Uint8Array => {
    const bytes = known.get(value) ?? encoder.encode(String(value))
    known.set(value, bytes)
    return bytes
  }
  return (a, b) => {
    const left = bytesOf(a)
    const right = bytesOf(b)
    return compareBytes(left, 0, left.length, right, 0, right.length)
  }
}
