import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Imports parts of the product that are no entries of its packages: bundled from the sources. `contents` exports them, from the root. */
export function importSources(name, contents) {
  return importBundle(name, { stdin: { contents, resolveDir: root, loader: 'ts' } })
}

/** Runs a script that is written in TypeScript: `file` from the root. */
export function runSource(name, file) {
  return importBundle(name, { entryPoints: [join(root, file)] })
}

async function importBundle(name, entry) {
  // Not at the top: each process that the bench measures loads this file, and would hold 10 MB of a bundler.
  const { build } = await import('esbuild')
  const folder = join(root, 'node_modules', '.cache', 'assay-sources')
  const outfile = join(folder, `${name}-${process.pid}.mjs`)
  mkdirSync(folder, { recursive: true })
  await build({
    ...entry,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.source.json'),
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}
