import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleChild, startChild } from './child.js'

/** Runs `measure-cost` in a process of its own, so that neither memory nor warm code is shared. */
async function measure(folder: string, what: string): Promise<Record<string, number>> {
  const child = await bundleChild('measure-cost')
  const path = join(mkdtempSync(join(folder, 'run-')), 'a.db')
  const { code, stdout, stderr } = await startChild(child, [what, path, pathToFileURL(path).href]).ended
  await child.remove()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  console.log(what, stdout.trim())
  return JSON.parse(stdout)
}

describe('what the engine costs', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-costs-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('memory: 100,000 gets in a row grow the client (control), and not the store', async () => {
    const control = await measure(folder, 'client-gets')
    const store = await measure(folder, 'store-gets')
    expect(control['grownMiB']).toBeGreaterThan(150)
    expect(store['grownMiB']).toBeLessThan(80)
  })

  it('time: a prepared get is at least half as fast again as the client’s (control)', async () => {
    const control = await measure(folder, 'client-gets')
    const store = await measure(folder, 'store-gets')
    expect(store['microseconds']! * 1.5).toBeLessThan(control['microseconds']!)
  })

  it('time: rows in one statement are at least three times as fast as one by one (control)', async () => {
    const control = await measure(folder, 'store-single-inserts')
    const store = await measure(folder, 'store-multi-inserts')
    expect(store['rowsPerSecond']!).toBeGreaterThan(3 * control['rowsPerSecond']!)
  })
})
