import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// Other processes cannot read our sources: these run over the built packages.
const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const built = existsSync(join(home, 'dist/index.js')) && existsSync(join(home, '../store/dist/node/index.js'))
if (!built)
  console.warn('SKIPPED: the packages are not built (npm run build), so that no second process can use them')

function run(script: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(home, 'test', script), ...args], {
    encoding: 'utf8',
    timeout: 110_000,
  })
  expect(status, `${script}: ${stdout}${stderr}`).toBe(0)
  return stdout
}

describe.skipIf(!built)('several processes on one ledger', () => {
  it('never exceed the cap with 1,000 simultaneous holds, and use all of it', () => {
    expect(run('shared-ledger.mjs', '--short')).toMatch(/(?:49[5-9]|500) of 1000 accepted/)
  }, 120_000)

  it('lose nothing to kill -9 between hold, call and settlement', () => {
    expect(run('kill.mjs', '8')).toContain('0 under-recorded')
  }, 120_000)
})
