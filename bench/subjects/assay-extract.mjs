import { importSources } from '../../scripts/import-sources.mjs'
import { countRows } from './count-rows.mjs'

const workerScript = new URL('../../packages/sdk/dist/node/block-worker.js', import.meta.url)

const importParts = () =>
  importSources(
    'extract',
    `export { createScanner } from './packages/core/src/json/create-scanner.ts'
    export { defaultScanLimits } from './packages/core/src/json/limits.ts'
    export { openThreads } from './packages/core/src/pipeline/block-threads.ts'
    export { useCrc32 } from './packages/core/src/columns/crc32.ts'
    export { createBlockRunner } from './packages/sdk/src/node/block-runner.ts'
    export { fromFile } from './packages/sdk/src/node/from-file.ts'
    export { hostCrc32 } from './packages/sdk/src/node/host-crc32.ts'`,
  )

/** What an ingest gives a segment's bytes to; here they are counted and dropped. */
function createNoFile() {
  let size = 0
  return {
    get size() {
      return size
    },
    async append({ length }) {
      size += length
    },
    async finish() {},
    async abort() {},
  }
}

/** The ingest's own scan and column builder with so many threads: reads, checks, extracts and encodes all columns. No hash of the content, no file, no catalog, no index. */
const extractWith = (threads) => async () => {
  const parts = await importParts()
  if (parts.hostCrc32 !== undefined) parts.useCrc32(parts.hostCrc32)
  const refuse = (reason) => {
    throw new Error(reason)
  }
  return async (file) => {
    const started = await parts.openThreads({
      runner: parts.createBlockRunner(workerScript),
      threads,
      onThreadsRefused: refuse,
    })
    const rows = countRows()
    let builder
    const scanner = parts.createScanner({
      format: file.endsWith('.jsonl') ? 'jsonl' : 'json',
      onBadLine: 'fail',
      limits: parts.defaultScanLimits,
      onBatch: (batch) => {
        rows.add(batch)
        builder.append(batch)
      },
    })
    builder = await started.createColumnBuilder({ shape: scanner.shape, writer: createNoFile() })
    const source = await (await parts.fromFile(file)).open()
    try {
      for await (const piece of source.stream()) {
        scanner.push(piece)
        await builder.flush()
      }
      scanner.end()
      await builder.finish('bench')
    } finally {
      await source.close()
      await started.end()
    }
    return rows.ofMain(scanner.shape)
  }
}

/** @type {import('./index.mjs').Subjects} */
export const assayExtractSubjects = {
  'assay, scan and extraction': { kinds: ['building', 'events'], prepare: extractWith(1) },
  'assay, scan and extraction, 2 threads': { kinds: ['building', 'events'], prepare: extractWith(2) },
}
