// What is published, in bytes: the kernel's module, each package's files and tarball, and the portable entry as a
// bundler for a worker makes it; and what must not be in any of them.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { kernelBytes } from '@assay/core'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'))
const packages = ['store', 'cost-tracker', 'core', 'sdk', 'cli']

/** Bytes; about a fifth more than they were. */
export const ceilings = {
  kernel: 16_384,
  built: { store: 290_000, 'cost-tracker': 270_000, core: 1_400_000, sdk: 32_000, cli: 92_000 },
  packed: { store: 69_000, 'cost-tracker': 77_000, core: 355_000, sdk: 10_000, cli: 28_000 },
  bundle: 285_000,
}

function bytesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, path, name }) => sum + statSync(join(parentPath ?? path, name)).size, 0)
}

function pack(name) {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const out = execFileSync('npm', args, {
    cwd: join(root, 'packages', name),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ size, files }] = JSON.parse(out)
  return { packed: size, files: files.map(({ path }) => path) }
}

/** The portable entry with all that it needs, minified, as a worker would load it. */
async function bundle() {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'packages/sdk/dist/index.js')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['worker', 'browser', 'import'],
    outfile: 'bundle.js',
    logLevel: 'silent',
    external: builtinModules.flatMap((name) => [name, `node:${name}`]),
  })
  const [{ contents }] = outputFiles
  const [output] = Object.values(metafile.outputs)
  return {
    minified: contents.length,
    gzipped: gzipSync(contents, { level: 9 }).length,
    imports: output.imports.filter(({ external }) => external).map(({ path }) => path),
  }
}

/** Names that no published package may depend on: the bench's peers, and what builds and tests it. */
function forbiddenNames() {
  const peers = Object.keys(readJson('bench', 'package.json').dependencies)
  const tools = Object.keys(readJson('package.json').devDependencies)
  return new Set([...peers, ...tools])
}

/** Sizes of what is built, with the sentences of what is too large or must not be there. */
export async function measureSizes() {
  const forbidden = forbiddenNames()
  const broken = []
  const atMost = (what, bytes, ceiling) => {
    if (bytes > ceiling) broken.push(`${what} has ${bytes} bytes, more than ${ceiling}`)
  }
  const measured = packages.map((name) => {
    const manifest = readJson('packages', name, 'package.json')
    const { packed, files } = pack(name)
    const built = bytesBelow(join(root, 'packages', name, 'dist'))
    atMost(`${manifest.name}, built,`, built, ceilings.built[name])
    atMost(`${manifest.name}, packed,`, packed, ceilings.packed[name])
    const needed = { ...manifest.dependencies, ...manifest.optionalDependencies }
    for (const one of Object.keys(needed))
      if (forbidden.has(one)) broken.push(`${manifest.name} depends on ${one}`)
    for (const file of files)
      if (/(^|\/)(bench|test|src|node_modules)\/|\.test\./.test(file))
        broken.push(`${manifest.name} would publish ${file}`)
    return { name: manifest.name, folder: name, built, packed }
  })
  const kernel = kernelBytes().length
  atMost('The kernel', kernel, ceilings.kernel)
  const portable = await bundle()
  atMost('The portable bundle, gzipped,', portable.gzipped, ceilings.bundle)
  for (const path of portable.imports) broken.push(`the portable bundle imports ${path}`)
  return { kernel, packages: measured, portable, broken }
}
