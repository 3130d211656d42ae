import { decodeWtf8 } from '../../json/text.js'
import type { ByteTable } from '../byte-table.js'
import type { ReadBuffer } from '../chunk-file.js'
import type { DecodedColumn } from '../decode-column.js'
import { isEmptyText } from '../readings/empty-bytes.js'
import type { Segment } from '../segment.js'
import type { ChunkNumbers } from '../statistics/chunk-numbers.js'
import { countCodes } from '../statistics/chunk-values.js'
import { ValueKind } from '../table.js'
import type { KeyTable } from './key-table.js'

/** A column of the segment. */
export interface ColumnRef {
  readonly tableId: number
  readonly node: number
  readonly kind: 'text' | 'number'
}

/** What looking for links may still cost, and the memory that it reads chunks into. */
export interface Work {
  /** Values that may still be read and looked up; nothing more is found once it is used up. */
  left: number
  /** Of the column at hand, and of one that is read beside it. */
  readonly buffer: ReadBuffer
  readonly other: ReadBuffer
  /** Of the chunk at hand. */
  readonly numbers: ChunkNumbers
  /** What `readKeys` fills, again and again. */
  readonly keys: KeyTable
}

/** Of a source's values, those that must be keys. */
export const linkShare = 0.99
/** Rows of a column whose keys are read, at most. */
export const maxKeys = 1_000_000
const minTextBytes = 3
const maxPlaceholderBytes = 64
/** A power of two. */
const lookCount = 4096

/** The column's chunks by their entries, each valid until the next one. */
export async function* readChunks(
  segment: Segment,
  { tableId, node }: ColumnRef,
  { buffer }: Work,
): AsyncGenerator<DecodedColumn> {
  for (const { group } of segment.groups(tableId)) {
    const chunk = segment.chunk(node, group)
    if (chunk !== undefined) yield await segment.readColumn(chunk, buffer, 'entries')
  }
}

/** Which of some texts, none of them empty, a column has: 1 for each that stands in a dictionary of its chunks. */
export async function findTexts(
  segment: Segment,
  column: ColumnRef,
  texts: ByteTable,
  work: Work,
): Promise<Uint8Array> {
  const found = new Uint8Array(texts.size)
  const looks = new Uint8Array(lookCount)
  for (let entry = 0; entry < texts.size; entry++)
    looks[lookOf(texts.heap, texts.offsets[entry]!, texts.offsets[entry + 1]!)] = 1
  for await (const chunk of readChunks(segment, column, work)) {
    work.left -= chunk.rows
    const { size, heap, offsets } = chunk.texts
    for (let code = 0; code < size; code++) {
      code = nextAlike(heap, offsets, code, size, looks)
      const entry = code < size ? texts.find(heap, offsets[code]!, offsets[code + 1]!) : -1
      if (entry >= 0) found[entry] = 1
    }
  }
  return found
}

/** The first text from a code on that looks like one of those that `looks` marks. */
function nextAlike(
  heap: Uint8Array,
  offsets: Uint32Array,
  from: number,
  size: number,
  looks: Uint8Array,
): number {
  let code = from
  while (
    code < size &&
    (offsets[code] === offsets[code + 1] || looks[lookOf(heap, offsets[code]!, offsets[code + 1]!)] === 0)
  )
    code++
  return code
}

/** Length, first and last byte, as one of `lookCount` numbers: most texts that differ do in it. */
function lookOf(heap: Uint8Array, start: number, end: number): number {
  return ((end - start) * 67 + heap[start]! * 23 + heap[end - 1]!) & (lookCount - 1)
}

/** The keys of a column of `rows` rows, until the next are read; undefined when two are equal or one is absent. */
export async function readKeys(
  segment: Segment,
  column: ColumnRef,
  rows: number,
  work: Work,
): Promise<KeyTable | undefined> {
  const { keys } = work
  keys.reset(rows)
  for await (const chunk of readChunks(segment, column, work)) {
    work.left -= chunk.rows
    if (chunk.exacts.size > 0 || chunk.longTexts.length > 0) return undefined
    if (column.kind === 'text') {
      const { heap, offsets } = chunk.texts
      const counts = countCodes(chunk)
      for (let code = 0; code < counts.length; code++) {
        if (counts[code]! > 1) return undefined
        if (counts[code] === 1 && !keys.addText(heap, offsets[code]!, offsets[code + 1]!)) return undefined
      }
    } else {
      const { numbers } = work
      numbers.load(chunk)
      for (let key = 0; key < numbers.size; key++)
        if (numbers.counts[key]! > 1 || !keys.addNumber(numbers.values[key]!)) return undefined
    }
  }
  return keys.size === rows ? keys : undefined
}

/**
 * Share of a column's values that are keys, by looking each different one up; undefined when it is below the bound.
 * Blank texts and placeholders do not count. `strict`: also undefined when a text has fewer than 3 bytes.
 */
export async function shareOfKeys(
  segment: Segment,
  column: ColumnRef,
  keys: KeyTable,
  { strict, work }: { readonly strict: boolean; readonly work: Work },
): Promise<number | undefined> {
  const total = segment.groups(column.tableId).reduce((sum, { group }) => {
    const zone = segment.chunk(column.node, group)?.zone
    return sum + (column.kind === 'text' ? (zone?.texts ?? 0) : (zone?.numbers ?? 0))
  }, 0)
  let hits = 0
  let misses = 0
  for await (const chunk of readChunks(segment, column, work)) {
    work.left -= column.kind === 'number' ? chunk.rows : chunk.texts.size
    if (work.left < 0) return undefined
    if (column.kind === 'number') {
      misses += chunk.exacts.size
      const { numbers } = work
      numbers.load(chunk)
      for (let key = 0; key < numbers.size; key++) {
        if (keys.hasNumber(numbers.values[key]!)) hits += numbers.counts[key]!
        else misses += numbers.counts[key]!
      }
    } else {
      const { heap, offsets, size } = chunk.texts
      const counts = countCodes(chunk)
      for (let code = 0; code < counts.length; code++) {
        const times = counts[code]!
        if (times === 0) continue
        const start = offsets[code] ?? 0
        const end = offsets[code + 1] ?? 0
        if (code < size && isEmpty(heap, start, end)) continue
        if (strict && code < size && end - start < minTextBytes) return undefined
        if (code < size && keys.hasText(heap, start, end)) hits += times
        else misses += times
        if (misses > total * (1 - linkShare)) return undefined
      }
    }
    if (misses > total * (1 - linkShare)) return undefined
  }
  const share = hits / (hits + misses)
  return hits > 0 && share >= linkShare ? share : undefined
}

function isEmpty(heap: Uint8Array, start: number, end: number): boolean {
  if (end - start > maxPlaceholderBytes) return false
  return isEmptyText(decodeWtf8(heap, start, end))
}

/** True for rows of a chunk that hold a text. */
export function isText(chunk: DecodedColumn, row: number): boolean {
  return (chunk.kinds?.[row] ?? chunk.kind) === ValueKind.text
}
