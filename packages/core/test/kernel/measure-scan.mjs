// `npm run measure:scan -- FILE…`: bundles the script from the sources and runs it, so that nothing must be built first.
import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../../../..')
const folder = join(root, 'node_modules', '.cache', 'assay-measure-scan')
const outfile = join(folder, `main-${process.pid}.mjs`)
mkdirSync(folder, { recursive: true })
await build({
  entryPoints: [join(here, 'measure-scan.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  tsconfig: join(root, 'tsconfig.source.json'),
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
