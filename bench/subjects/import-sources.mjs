import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Imports parts of the product that are no entries of its packages: bundled from the sources. `contents` exports them, from the root. */
export async function importSources(name, contents) {
  // Not at the top: every subject's process loads this file, and would hold 10 MB of a bundler.
  const { build } = await import('esbuild')
  const folder = join(root, 'node_modules', '.cache', 'assay-bench')
  const outfile = join(folder, `${name}-${process.pid}.mjs`)
  mkdirSync(folder, { recursive: true })
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
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

/** Counts the rows of each table of batches. */
export function countRows() {
  const rowsOf = []
  return {
    add({ rows }) {
      for (let i = 0; i < rows.length; i += 1) rowsOf[rows.table[i]] = (rowsOf[rows.table[i]] ?? 0) + 1
    },
    /** Of a building its elements, else those of the only table of a file of events. */
    ofMain: ({ tables }) => rowsOf[(tables.find(({ path }) => path.join() === 'data') ?? tables[0]).id],
  }
}
