import { expect, it } from 'vitest'
import { rebuildDocument, type TraceOptions, traceScan } from '../batch-trace.js'
import { createPortableScanner, createScanner } from '../create-scanner.js'
import { cutRandomly } from '../cuts.js'
import { describePath } from '../learned.js'
import { defaultScanLimits } from '../limits.js'
import { withoutEmpty } from '../random-documents.js'
import { ScanRestart } from '../scanner.js'
import { ShapeBuilder } from '../shape-builder.js'
import { writeWideDocument } from '../wide-documents.js'

const encoder = new TextEncoder()
const counted = ['occurrences', 'instances', 'keysBelow', 'kinds', 'childTable', 'isBare', 'isList'] as const

/** How the scan ended, and what it counted of each path. */
function learn(create: typeof createScanner, pieces: Iterable<Uint8Array>, options: TraceOptions) {
  const scanner = create({
    format: options.format ?? 'json',
    onBadLine: options.onBadLine ?? 'fail',
    limits: { ...defaultScanLimits, ...options.limits },
    ...(options.learned === undefined ? {} : { learned: options.learned }),
    learnUntil: 100_000_000,
    onBatch: () => {},
  })
  const { shape } = scanner
  if (!(shape instanceof ShapeBuilder)) throw new Error('The shape is built by something else.')
  let restart: ScanRestart | undefined
  try {
    for (const piece of pieces) scanner.push(piece)
    scanner.end()
  } catch (problem) {
    if (!(problem instanceof ScanRestart)) throw problem
    restart = problem
  }
  const { nodes, tables, columns } = shape
  const lanes = counted.map((name) => Array.from(shape[name].subarray(0, nodes.length)))
  lanes.push(Array.from(columns.isColumn.subarray(0, nodes.length)))
  lanes.push([columns.overall, ...columns.ofTable.subarray(0, tables.length)])
  return { restart, nodes, tables, lanes, isLost: scanner.isLost }
}

it('counts what the portable scanner counts of documents that are begun again, and finds all values in the end', () => {
  let begunAgain = 0
  let whole = 0
  for (let seed = 1; seed <= 130; seed++) {
    const text = writeWideDocument(seed)
    const bytes = encoder.encode(text)
    const limits = seed % 3 === 0 ? { maxColumns: 20 + (seed % 40), maxTables: 4 + (seed % 50) } : {}
    let options: TraceOptions = { limits: { maxColumns: 5 + (seed % 60), ...limits } }
    for (let scans = 0; scans < 8; scans++) {
      const portable = learn(createPortableScanner, [bytes], options)
      for (const pieces of [[bytes], cutRandomly(bytes, seed)])
        expect(learn(createScanner, pieces, options), `seed ${seed}, scan ${scans}`).toEqual(portable)
      expect(portable.isLost).toBe(portable.restart !== undefined)
      if (portable.restart === undefined) break
      begunAgain++
      options = { ...options, ...portable.restart.options }
    }
    const trace = traceScan([bytes], options)
    if (trace.shape.tables.some(({ pathsLeftOut }) => pathsLeftOut > 0)) continue
    whole++
    expect(withoutEmpty(rebuildDocument(trace, bytes)), `seed ${seed}`).toEqual(
      withoutEmpty(JSON.parse(text)),
    )
  }
  expect(begunAgain).toBeGreaterThan(80)
  expect(whole).toBeGreaterThan(40)
})

/**
 * Objects whose keys are data at three levels, and at none so many that they are judged where they stand: far more paths
 * than a table has columns.
 */
function* writeMaps(seed: number): Generator<unknown> {
  let state = seed
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  const few = (count: number, name: () => string, value: () => unknown): unknown =>
    Object.fromEntries(Array.from({ length: count }, () => [name(), value()]))
  const property = (): unknown =>
    next(9) === 0
      ? { type: 'array', items: [{ type: 't'.repeat(next(90)) }], enum: ['a', 'b'] }
      : { type: `t${next(4)}`, about: 'x'.repeat(100), default: next(3) === 0 ? null : next(9) }
  const properties = (): unknown => ({ title: 'a', properties: few(20, () => `p${next(60)}`, property) })
  for (let path = 0; path < 500; path++)
    yield few(
      3,
      () => `m${next(5)}`,
      () => ({ about: 'a', answers: few(2, () => `${next(30)}`, properties) }),
    )
}

it('folds the paths that a lost scan follows, so that one restart is enough', () => {
  for (const seed of [1, 2]) {
    const paths = Object.fromEntries([...writeMaps(seed)].map((path, i) => [`/p${i}\u00e9`, path]))
    const text = JSON.stringify({ info: { about: 1 }, paths, tags: ['a', 'b'] })
    const bytes = encoder.encode(text)
    expect(bytes.length).toBeGreaterThan(2.2e6)
    const portable = learn(createPortableScanner, [bytes], {})
    for (const pieces of [[bytes], cutRandomly(bytes, seed)])
      expect(learn(createScanner, pieces, {}), `seed ${seed}`).toEqual(portable)
    expect(portable.nodes.length).toBeLessThan(16_384)
    const { learned } = portable.restart!.options
    const maps = learned!.maps.map(({ path }) => describePath(path))
    expect(maps).toEqual(['/paths', '/paths/*', '/paths/*/*/answers'])
    const trace = traceScan([bytes], { learned: learned! })
    const before = JSON.stringify(withoutEmpty(JSON.parse(text)))
    expect(JSON.stringify(withoutEmpty(rebuildDocument(trace, bytes))) === before).toBe(true)
  }
})

it('folds them between lines too, some of which are taken back', () => {
  const lines = [...writeMaps(3)].map((paths, id) =>
    id % 7 === 3 ? `{"paths":${JSON.stringify(paths)},}` : JSON.stringify({ id, paths }),
  )
  const bytes = encoder.encode(lines.join('\n'))
  const options = { format: 'jsonl', onBadLine: 'skip' } as const
  const portable = learn(createPortableScanner, [bytes], options)
  for (const pieces of [[bytes], cutRandomly(bytes, 5)])
    expect(learn(createScanner, pieces, options)).toEqual(portable)
  expect(portable.nodes.length).toBeLessThan(16_384)
  const maps = portable.restart!.options.learned!.maps.map(({ path }) => describePath(path))
  expect(maps).toEqual(['/*/paths', '/*/paths/*/answers'])
})
