import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkLayers } from './layers.mjs'

const layers = {
  packages: [
    { name: '@assay/store', folder: 'packages/store' },
    { name: '@assay/core', folder: 'packages/core' },
  ],
  open: ['@assay/store/error'],
  storeIsFor: ['@assay/store', '@assay/core'],
  stages: { 'packages/core': ['json', 'plan'] },
  platform: { folders: ['packages/*/src/node'], modules: ['node:', 'libsql'] },
  only: { libsql: 'packages/store' },
  top: ['packages'],
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-layers-'))
  write('packages/store/src/index.ts', '')
  write('packages/core/src/json/scan.ts', "import '@assay/store'")
  write('packages/core/src/plan/plan.ts', "import '../json/scan.js'")
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

it('passes a tree that follows the list', () => {
  expect(checkLayers(root, layers)).toEqual([])
})

it.each([
  [
    'a wrong-way package import',
    'packages/store/src/a.ts',
    "import { x } from '@assay/core'",
    /wrong way, @assay\/store/,
  ],
  [
    'a wrong-way stage import',
    'packages/core/src/json/a.ts',
    "export * from '../plan/plan.js'",
    /wrong way between stages/,
  ],
  [
    'a dynamic wrong-way import',
    'packages/core/src/json/a.ts',
    "await import('../plan/plan.js')",
    /wrong way between stages/,
  ],
  [
    'a platform import outside an adapter',
    'packages/core/src/json/a.ts',
    "import 'node:fs'",
    /platform module/,
  ],
  [
    'a native driver outside the store',
    'packages/core/src/node/a.ts',
    "import 'libsql'",
    /only packages\/store/,
  ],
  [
    'a reach into another package',
    'packages/core/src/json/a.ts',
    "import '../../../store/src/index.js'",
    /another package by path/,
  ],
  ['an unlisted stage', 'packages/core/src/misc/a.ts', '', /not on the list of stages/],
  ['an unlisted package', 'packages/extra/src/a.ts', '', /not on the list of packages/],
  ['an unlisted top folder', 'utils/a.ts', '', /not on the list of top folders/],
])('refuses %s', (_, path, text, problem) => {
  write(path, text)
  expect(checkLayers(root, layers).join('\n')).toMatch(problem)
})
