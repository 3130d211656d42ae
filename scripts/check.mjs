// `npm run check`: everything that can be known without running the product. All steps run; the first failure decides.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '..')
const { packages } = JSON.parse(readFileSync(join(here, 'layers.json'), 'utf8'))
const published = packages.filter(({ folder }) => folder.startsWith('packages/')).map(({ folder }) => folder)
const projects = packages.flatMap(({ folder }) =>
  ['tsconfig.json', 'tsconfig.node.json'].map((name) => join(folder, name)),
)

const steps = [
  ['biome', 'biome', ['check', '--error-on-warnings']],
  ['kernel', process.execPath, ['scripts/build-kernel.mjs', '--check']],
  ['layers', process.execPath, ['scripts/layers.mjs']],
  ...projects
    .filter((path) => existsSync(join(root, path)))
    .map((path) => [`types ${path}`, 'tsc', ['-p', path]]),
  ['knip', 'knip', []],
  ...published.map((folder) => [`publint ${folder}`, 'publint', [folder, '--strict']]),
  ...published
    .filter((folder) => folder !== 'packages/cli')
    .map((folder) => [
      `types as published ${folder}`,
      'attw',
      ['--pack', folder, '--profile', 'esm-only', '--quiet'],
    ]),
]

const failed = steps.filter(([name, command, args]) => {
  const started = performance.now()
  const path = command === process.execPath ? command : join(root, 'node_modules', '.bin', command)
  const { status, stdout, stderr } = spawnSync(path, args, { cwd: root, encoding: 'utf8' })
  console.log(
    `${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  if (status !== 0) process.stdout.write(`${stdout}${stderr}\n`)
  return status !== 0
})
if (failed.length > 0) console.error(`check: ${failed.map(([name]) => name).join(', ')} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
