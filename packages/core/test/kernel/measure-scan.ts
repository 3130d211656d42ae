// Speed of the scan alone, batches dropped, on the kernel and without it: bytes per second of processor time.
//   node packages/core/test/kernel/measure-scan.mjs FILE…
import { closeSync, openSync, readSync } from 'node:fs'
import { createPortableScanner, createScanner } from '../../src/json/create-scanner.js'
import type { Learned } from '../../src/json/learned.js'
import { defaultScanLimits } from '../../src/json/limits.js'
import { type ScanOptions, ScanRestart } from '../../src/json/scanner.js'

const rounds = Number(process.env['ROUNDS'] ?? 3)
const only = process.env['ONLY']

interface Scan {
  readonly bytes: number
  readonly values: number
  readonly milliseconds: number
}

function scan(file: string, create: typeof createScanner): Scan {
  let format: ScanOptions['format'] = 'auto'
  let learned: Learned | undefined
  for (;;) {
    const handle = openSync(file, 'r')
    try {
      const from = process.cpuUsage()
      const buffer = new Uint8Array(1_048_576)
      const scanner = create({
        format,
        onBadLine: 'fail',
        limits: defaultScanLimits,
        learnUntil: 512 * 1_048_576,
        ...(learned === undefined ? {} : { learned }),
        onBatch: () => {},
      })
      for (let size = readSync(handle, buffer); size > 0; size = readSync(handle, buffer)) {
        scanner.push(buffer.subarray(0, size))
      }
      const { bytes, values } = scanner.end()
      const { user, system } = process.cpuUsage(from)
      return { bytes, values, milliseconds: (user + system) / 1000 }
    } catch (problem) {
      if (!(problem instanceof ScanRestart)) throw problem
      format = problem.options.format ?? format
      learned = problem.options.learned ?? learned
    } finally {
      closeSync(handle)
    }
  }
}

const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1]!

for (const file of process.argv.slice(2)) {
  const speeds: Record<string, number[]> = { kernel: [], portable: [] }
  for (let round = 0; round < rounds; round++) {
    for (const [name, create] of [
      ['kernel', createScanner],
      ['portable', createPortableScanner],
    ] as const) {
      if (only !== undefined && only !== name) continue
      const { bytes, milliseconds } = scan(file, create)
      speeds[name]!.push(bytes / 1000 / milliseconds)
    }
  }
  for (const [name, list] of Object.entries(speeds)) {
    if (list.length > 0)
      console.log(`${file} ${name}: ${Math.round(median(list))} MB/s [${list.map(Math.round).join(' ')}]`)
  }
}
