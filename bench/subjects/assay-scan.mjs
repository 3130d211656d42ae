import { closeSync, openSync, readSync } from 'node:fs'
import { importSources } from '../../scripts/import-sources.mjs'
import { countRows } from './count-rows.mjs'

const pieceBytes = 1024 * 1024

/** @type {import('./index.mjs').Subjects} */
export const assayScanSubjects = {
  'assay, the strict scan alone': {
    kinds: ['building', 'events'],
    prepare: async () => {
      const { createScanner, defaultScanLimits } = await importSources(
        'scanner',
        `export { createScanner } from './packages/core/src/json/create-scanner.ts'
        export { defaultScanLimits } from './packages/core/src/json/limits.ts'`,
      )
      return async (file) => {
        const rows = countRows()
        const scanner = createScanner({
          format: file.endsWith('.jsonl') ? 'jsonl' : 'json',
          onBadLine: 'fail',
          limits: defaultScanLimits,
          onBatch: rows.add,
        })
        const piece = new Uint8Array(pieceBytes)
        const descriptor = openSync(file)
        try {
          for (;;) {
            const bytes = readSync(descriptor, piece)
            if (bytes === 0) break
            scanner.push(piece.subarray(0, bytes))
          }
        } finally {
          closeSync(descriptor)
        }
        scanner.end()
        return rows.ofMain(scanner.shape)
      }
    },
  },
}
