import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findLost, findLostNaive, readLog } from './acknowledged.js'
import { type BundledChild, bundleChild, startChild } from './child.js'

const hasCompiler = spawnSync('gcc', ['--version']).status === 0
if (!hasCompiler) console.warn('SKIPPED: failing syncs need gcc')

describe.skipIf(!hasCompiler)('a sync that fails', () => {
  let root: string
  let shim: string
  let load: BundledChild
  let naive: BundledChild

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'assay-faults-'))
    shim = join(root, 'fail-sync.so')
    const source = fileURLToPath(new URL('./native/fail-sync.c', import.meta.url))
    const { status, stderr } = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', shim, source, '-ldl'])
    if (status !== 0) throw new Error(String(stderr))
    load = await bundleChild('faulty-load')
    naive = await bundleChild('faulty-naive')
  })
  afterAll(async () => {
    await Promise.all([load.remove(), naive.remove()])
    rmSync(root, { recursive: true })
  })

  async function runFaulty(child: BundledChild, suffix: string, from: number, to: number, more: string[]) {
    const folder = mkdtempSync(join(root, 'run-'))
    const paths = ['acknowledged', 'refused'].map((name) => join(folder, name))
    for (const path of paths) writeFileSync(path, '')
    const [acknowledged = '', refused = ''] = paths
    const store = join(folder, 'store')
    const env = {
      LD_PRELOAD: shim,
      FAIL_SYNC_SUFFIX: suffix,
      FAIL_SYNC_FROM: `${from}`,
      FAIL_SYNC_TO: `${to}`,
    }
    const { signal, stderr } = await startChild(child, [store, acknowledged, refused, ...more], { env }).ended
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' })
    return { store, acknowledged, refused }
  }

  it('control: the client refuses a row that is there after a kill', async () => {
    const { store, acknowledged, refused } = await runFaulty(naive, '-wal', 8, 8, [])
    const [row = ''] = readLog(refused)
    expect(row).toContain('IOERR')
    const { lost, rows } = findLostNaive(store, acknowledged)
    expect({ lost, rows }).toEqual({ lost: [], rows: readLog(acknowledged).length + 1 })
  })

  for (const [suffix, habit] of [
    ['-wal', 'reopen'],
    ['-wal', 'stop'],
    ['assay.db', 'reopen'],
  ] as const) {
    it(`acknowledged is present, refused is absent: ${suffix}, then ${habit}`, async () => {
      let refusals = 0
      for (let from = 1; from <= 24; from += 1) {
        const { store, acknowledged, refused } = await runFaulty(load, suffix, from, from + (from % 3), [
          '30',
          habit,
        ])
        const { lost, rows } = await findLost(store, acknowledged)
        const unknown = readLog(refused).filter((line) => line.endsWith('unknown')).length
        expect(lost).toEqual([])
        const extra = rows - readLog(acknowledged).length
        expect(extra).toBeGreaterThanOrEqual(0)
        expect(extra).toBeLessThanOrEqual(unknown)
        refusals += readLog(refused).length - unknown
      }
      console.log(`${suffix}, ${habit}: ${refusals} refused and absent`)
    })
  }
})
