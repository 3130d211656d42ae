import { createMemorySegments } from '@assay/store'
import { describe, expect, it } from 'vitest'
import { createPortableScanner, createScanner } from '../json/create-scanner.js'
import { takeKernel } from '../json/kernel/kernel.js'
import { defaultScanLimits } from '../json/limits.js'
import { hashBytes } from './byte-table.js'
import { createColumnBuilder } from './column-builder.js'
import { viewBytes } from './copy-bytes.js'
import { createByteFold, isFolded } from './fold-bytes.js'
import { hasLength } from './length-set.js'
import { openSegment } from './segment.js'
import { Fold, TextHashes } from './text-hashes.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The segment file of a source that one of the two readers gives. */
async function build(create: typeof createScanner, source: Uint8Array, maxSliceValues: number) {
  const segments = createMemorySegments()
  const scanner = create({
    format: 'jsonl',
    onBadLine: 'skip',
    limits: defaultScanLimits,
    onBatch: (batch) => builder.append(batch),
  })
  const builder = await createColumnBuilder({
    shape: scanner.shape,
    writer: await segments.create('test.seg'),
    limits: { maxSliceValues },
  })
  scanner.push(source)
  const { duplicateKeys } = scanner.end()
  await builder.finish('test')
  const reader = await segments.open('test.seg')
  return { reader: scanner.reader, duplicateKeys, bytes: await reader.read(0, reader.size) }
}

function createRandom(seed: number): (below: number) => number {
  let state = seed * 2 + 1
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39) ^ (state >>> 15)
    return (state >>> 0) % below
  }
}

/** Lines of columns that repeat themselves, that do not, that change their kind, that are sparse, long, escaped, repeated. */
function writeLines(seed: number, rows: number): string {
  const random = createRandom(seed)
  const texts = ['', 'a', ' b ', 'Zürich', '😀', 'x'.repeat(15), 'y'.repeat(16), 'z'.repeat(17)]
  const text = () => JSON.stringify(texts[random(texts.length)])
  const value = (): string => {
    const kind = random(12)
    if (kind < 5) return text()
    if (kind < 8) return String(random(1000) / 10 ** random(4))
    if (kind === 8) return ['null', 'true', 'false', '-0', '1e400', '12345678901234567890'][random(6)]!
    if (kind === 9) return `"\\u00e9${random(30)}"`
    return kind === 10 ? '{"deep":[1,2]}' : JSON.stringify('long '.repeat(random(1200)))
  }
  const lines: string[] = []
  for (let row = 0; row < rows; row++) {
    const members = [
      `"unique":"row ${row}/${random(1_000_000)}"`,
      `"nearly":"${random(rows)}"`,
      `"few":${text()}`,
      `"number":${random(100_000) / 100}`,
      `"any":${value()}`,
    ]
    if (random(7) === 0) members.push(`"sparse":${text()}`)
    if (random(50) === 0) members.push(`"few":"again"`)
    if (random(90) === 0) members.push(`"number":"no number"`)
    lines.push(random(200) === 0 ? '{"few": broken' : `{${members.join(',')}}`)
  }
  return `${lines.join('\n')}\n`
}

describe('columns that the kernel gathers', () => {
  it('are those that are taken value by value', async () => {
    let repeated = 0
    for (let seed = 1; seed <= 12; seed++) {
      const source = encoder.encode(writeLines(seed, 40 + 60 * seed))
      const maxSliceValues = seed % 3 === 0 ? 300 : 8192
      const kernel = await build(createScanner, source, maxSliceValues)
      const portable = await build(createPortableScanner, source, maxSliceValues)
      expect([kernel.reader, portable.reader]).toEqual(['kernel', 'portable'])
      repeated += kernel.duplicateKeys
      expect(Buffer.compare(kernel.bytes, portable.bytes), `seed ${seed}`).toBe(0)
    }
    expect(repeated).toBeGreaterThan(20)
  })

  it('are so where columns are long, hardly repeat themselves, and take values back', async () => {
    const random = createRandom(3)
    const lines = Array.from({ length: 24_000 }, (_, row) => {
      const often = row < 9000 || row > 20_000 ? `"${random(500)}"` : `"${random(1e9)}"`
      const again = random(40) === 0 ? `,"id":"again ${row % 5000}"` : ''
      return `{"id":"${row}-${random(10)}","often":${often},"nearly":"${random(90_000)}"${again}}`
    })
    const source = encoder.encode(lines.join('\n'))
    const kernel = await build(createScanner, source, 8192)
    const portable = await build(createPortableScanner, source, 8192)
    expect(Buffer.compare(kernel.bytes, portable.bytes)).toBe(0)
  })

  it('are read where one row takes back more texts than a chunk may hold', async () => {
    const taken = Array.from({ length: 70_000 }, (_, at) => `"id":"${at}"`).join(',')
    const lines = Array.from({ length: 40_000 }, (_, row) => `{"id":"a${row}","id":"b${row}"}`)
    const source = encoder.encode([...lines, `{${taken}}`, '{"id":"last"}'].join('\n'))
    for (const create of [createScanner, createPortableScanner]) {
      const { bytes } = await build(create, source, 8192)
      const segments = createMemorySegments()
      const writer = await segments.create('test.seg')
      await writer.append(bytes)
      await writer.finish()
      const segment = await openSegment('test.seg', await segments.open('test.seg'))
      const { node } = segment.tables[0]!.columns[0]!
      const found: string[] = []
      for (const { group } of segment.groups(0)) {
        const { texts, codes } = await segment.readColumn(segment.chunk(node, group)!)
        for (const code of codes!)
          found.push(decoder.decode(texts.heap.subarray(texts.offsets[code], texts.offsets[code + 1])))
      }
      expect(found).toEqual([...lines.map((_, row) => `b${row}`), '69999', 'last'])
    }
  })
})

describe('hashes of texts', () => {
  it('are those of their bytes and of their folded bytes', () => {
    const random = createRandom(7)
    const letters = [
      'a',
      'Z',
      '0',
      ' ',
      '  ',
      '\t',
      '\u000e',
      '-',
      'É',
      '\u0131',
      '@',
      '[',
      '\r\n',
      'long enough to fill',
    ]
    const texts = Array.from({ length: 20_000 }, (_, at) =>
      Array.from({ length: at % 23 }, () => letters[random(letters.length)]!).join(''),
    )
    texts.push('A'.repeat(512), 'A'.repeat(513), ' ', '\t\n', 'x'.repeat(1_900_000), 'Last')
    const pieces = texts.map((text) => encoder.encode(text))
    const offsets = new Uint32Array(pieces.length + 1)
    pieces.forEach((piece, at) => {
      offsets[at + 1] = offsets[at]! + piece.length
    })
    const heap = new Uint8Array(offsets.at(-1)!)
    pieces.forEach((piece, at) => {
      heap.set(piece, offsets[at])
    })
    const hashed = new TextHashes(takeKernel())
    const portable = new TextHashes(undefined)
    const folding = createByteFold()
    const seen = new Set<number>()
    const lengths = new Set<number>()
    for (const one of [hashed, portable]) one.load(pieces.length, heap, offsets)
    for (const [code, piece] of pieces.entries()) {
      const hash = hashBytes(piece, 0, piece.length)
      expect([hashed.hashes[code], portable.hashes[code]]).toEqual([hash, hash])
      expect(portable.folds[code]).toBe(Fold.unknown)
      const found = hashed.folds[code]!
      seen.add(found)
      if (found === Fold.none || found === Fold.other)
        lengths.add(folding.fold(viewBytes(piece), 0, piece.length))
      const length = folding.fold(viewBytes(piece), 0, piece.length)
      const folded = folding.bytes.subarray(0, length)
      if (found === Fold.none) expect(isFolded(piece, 0, piece.length), texts[code]).toBe(true)
      if (found === Fold.blank) expect(folded.length).toBe(0)
      if (found === Fold.other) {
        expect(isFolded(piece, 0, piece.length)).toBe(false)
        expect(hashed.foldedHashes[code], JSON.stringify(texts[code])).toBe(
          hashBytes(folded, 0, folded.length),
        )
      }
      if (found === Fold.unknown) expect(piece.length > 512 || piece.some((byte) => byte >= 0x80)).toBe(true)
    }
    expect(seen.size).toBe(4)
    for (let length = 0; length <= 512; length++)
      expect(hasLength(hashed.lengths, length), `${length}`).toBe(lengths.has(length))
    hashed.release()
  })
})
