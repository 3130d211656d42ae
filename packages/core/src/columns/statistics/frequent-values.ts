import type { FrequentValue } from '../../catalog/catalog.js'
import { decodeWtf8 } from '../../json/text.js'
import { ByteTable, openAccount } from '../byte-table.js'
import { compareBytes } from '../compare-bytes.js'
import { compareText } from '../compare-text.js'
import { formatDouble } from '../decimal.js'
import { NumberTable } from './number-table.js'
import type { ChunkKeys } from './tally.js'
import type { EachChunk, ValueTallies } from './value-tallies.js'

const maxListed = 20
/** Keys of a kind whose occurrences are counted again when one was not counted from the beginning. */
const maxCandidates = 1000
/** Longer values are counted but not listed: a catalog is read by people and prompts. */
const maxListedBytes = 256

interface Candidates {
  readonly texts: ByteTable
  readonly numbers: NumberTable
  readonly exacts: ByteTable
  /** How often any value that is not among them occurs at most. */
  readonly missed: number
}

/**
 * The most frequent values with their exact counts; only values that are surely more frequent than any that was
 * dropped are listed. The chunks are read once more when there are some, and a key that was not counted from the
 * beginning may be one of them.
 */
export async function listFrequent(
  tallies: ValueTallies,
  booleans: { readonly false: number; readonly true: number },
  again: EachChunk,
): Promise<FrequentValue[]> {
  const { texts, numbers, exacts } = tallies
  const list = [texts, numbers, exacts]
  const missed = Math.max(...list.map((tally) => tally.missed))
  const greatest = Math.max(booleans.false, booleans.true, ...list.map(greatestCount))
  if (greatest <= missed) return []
  const isUnsure = list.some((tally) => !tally.exact && isAnyUnsure(tally, missed))
  if (!isUnsure && greatest <= 1) return []
  const found: FrequentValue[] = []
  if (booleans.false > 0) found.push({ value: false, count: booleans.false })
  if (booleans.true > 0) found.push({ value: true, count: booleans.true })
  let bound = missed
  if (isUnsure) {
    const candidates = pickCandidates(tallies, missed)
    bound = candidates.missed
    await recount(found, candidates, again)
  } else {
    addTexts(found, texts.keys, texts.counts)
    addNumbers(found, numbers.keys, numbers.counts)
    addTexts(found, exacts.keys, exacts.counts)
  }
  if (found.every(({ count }) => count === 1)) return []
  return found
    .filter(({ count }) => count > bound)
    .sort((a, b) => b.count - a.count || compareText(String(a.value), String(b.value)))
    .slice(0, maxListed)
}

interface Countable {
  readonly keys: { readonly size: number }
  readonly counts: Float64Array
  count(key: number): number
  error(key: number): number
}

/** Whether a key that was not counted from the beginning may be more frequent than any that was dropped. */
function isAnyUnsure(tally: Countable, missed: number): boolean {
  for (let key = 0; key < tally.keys.size; key++)
    if (tally.error(key) > 0 && mostOf(tally, key) > missed) return true
  return false
}

/** How often a key occurs at most. */
function mostOf(tally: Countable, key: number): number {
  return tally.count(key) + tally.error(key)
}

function greatestCount({ keys, counts }: Countable): number {
  let greatest = 0
  for (let key = 0; key < keys.size; key++) if (counts[key]! > greatest) greatest = counts[key]!
  return greatest
}

function addTexts(found: FrequentValue[], keys: ByteTable, counts: Float64Array): void {
  const { heap, offsets } = keys
  const compare = (a: number, b: number) =>
    compareBytes(heap, offsets[a]!, offsets[a + 1]!, heap, offsets[b]!, offsets[b + 1]!)
  const isListed = (key: number) => offsets[key + 1]! - offsets[key]! <= maxListedBytes
  for (const key of topKeys(keys.size, counts, compare, isListed))
    found.push({ value: decodeWtf8(heap, offsets[key]!, offsets[key + 1]!), count: counts[key]! })
}

function addNumbers(found: FrequentValue[], keys: NumberTable, counts: Float64Array): void {
  const textOf = (key: number) => formatDouble(keys.value(key))
  const compare = (a: number, b: number) => compareText(textOf(a), textOf(b))
  for (const key of topKeys(keys.size, counts, compare, () => true))
    found.push({ value: textOf(key), count: counts[key]! })
}

/** As many keys as are listed, of the greatest counts, and of one count the first by `compare`. */
function topKeys(
  size: number,
  counts: Float64Array,
  compare: (a: number, b: number) => number,
  isListed: (key: number) => boolean,
): number[] {
  const top: number[] = []
  let least = 0
  for (let key = 0; key < size; key++) {
    const count = counts[key]!
    if (count < least || !isListed(key)) continue
    let at = top.length
    for (; at > 0; at--) {
      const before = top[at - 1]!
      if (counts[before]! > count || (counts[before] === count && compare(before, key) < 0)) break
    }
    if (at === maxListed) continue
    top.splice(at, 0, key)
    if (top.length > maxListed) top.pop()
    if (top.length === maxListed) least = counts[top[maxListed - 1]!]!
  }
  return top
}

/** Keys that may be more frequent than any that was dropped; of very many those that may be most of all. */
function pickCandidates({ texts, numbers, exacts }: ValueTallies, missed: number): Candidates {
  const picked = { texts: emptyTexts(), numbers: new NumberTable(), exacts: emptyTexts(), missed }
  const top = (tally: Countable) => {
    const keys: number[] = []
    for (let key = 0; key < tally.keys.size; key++) if (mostOf(tally, key) > missed) keys.push(key)
    if (keys.length <= maxCandidates) return keys
    keys.sort((a, b) => mostOf(tally, b) - mostOf(tally, a))
    picked.missed = Math.max(picked.missed, mostOf(tally, keys[maxCandidates]!))
    return keys.slice(0, maxCandidates)
  }
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
