import { closeSync, mkdirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pieceBytes = 1024 * 1024

/** The scanner is no entry of the package: it is bundled from the sources. */
async function importScanner() {
  // Not at the top: every subject's process loads this file, and would hold 10 MB of a bundler.
  const { build } = await import('esbuild')
  const folder = join(root, 'node_modules', '.cache', 'assay-bench')
  const outfile = join(folder, `scanner-${process.pid}.mjs`)
  mkdirSync(folder, { recursive: true })
  await build({
    stdin: {
      contents: `
        export { createScanner } from './packages/core/src/json/create-scanner.ts'
        export { defaultScanLimits } from './packages/core/src/json/limits.ts'`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    tsconfig: join(root, 'tsconfig.source.json'),
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}

/** @type {import('./index.mjs').Subjects} */
export const assayScanSubjects = {
  'assay, the strict scan alone': {
    kinds: ['building', 'events'],
    prepare: async () => {
      const { createScanner, defaultScanLimits } = await importScanner()
      return async (file) => {
        const rowsOf = []
        const scanner = createScanner({
          format: file.endsWith('.jsonl') ? 'jsonl' : 'json',
          onBadLine: 'fail',
          limits: defaultScanLimits,
          onBatch: ({ rows }) => {
            for (let i = 0; i < rows.length; i += 1) rowsOf[rows.table[i]] = (rowsOf[rows.table[i]] ?? 0) + 1
          },
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
        const { tables } = scanner.shape
        return rowsOf[(tables.find(({ path }) => path.join() === 'data') ?? tables[0]).id]
      }
    },
  },
}
