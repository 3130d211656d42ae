// Builds every package in the order of the line, so that each finds its left neighbours' types in dist.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '..')
const { packages } = JSON.parse(readFileSync(join(here, 'layers.json'), 'utf8'))
const tsup = join(
  dirname(createRequire(import.meta.url).resolve('tsup/package.json')),
  'dist',
  'cli-default.js',
)

const kernel = spawnSync(process.execPath, [join(here, 'build-kernel.mjs')], { cwd: root, stdio: 'inherit' })
if (kernel.status !== 0) process.exit(1)

for (const { name, folder } of packages) {
  if (!folder.startsWith('packages/')) continue
  const started = performance.now()
  // Not tsup's --clean: a package's configurations run side by side and would delete each other's output.
  rmSync(join(root, folder, 'dist'), { recursive: true, force: true })
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsup, '--silent'], {
    cwd: join(root, folder),
    encoding: 'utf8',
  })
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\nbuild: ${name} failed\n`)
    process.exit(1)
  }
  console.log(`build: ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
