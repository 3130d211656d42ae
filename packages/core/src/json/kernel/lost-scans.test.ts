import { expect, it } from 'vitest'
import { rebuildDocument, type TraceOptions, traceScan } from '../batch-trace.js'
import { createPortableScanner, createScanner } from '../create-scanner.js'
import { cutRandomly } from '../cuts.js'
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
    format: 'json',
    onBadLine: 'fail',
    limits: { ...defaultScanLimits, ...options.limits },
    ...(options.learned === undefined ? {} : { learned: options.learned }),
    learnUntil: 1_000_000,
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
