import { type ChildProcess, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkBuilt, collect, startAssay } from './launcher.js'

/** `npm run test:kill` sets 20. */
const kills = Number(process.env['ASSAY_KILLS'] ?? 4)
const size = process.env['ASSAY_KILLS'] === undefined ? '12MB' : '60MB'
const generator = fileURLToPath(new URL('../../../examples/generate-building.mjs', import.meta.url))

let folder: string

beforeAll(() => {
  checkBuilt()
  folder = mkdtempSync(join(tmpdir(), 'assay-kill-'))
  generate('small.json', '1MB', '1')
  generate('large.json', size, '2')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function generate(name: string, bytes: string, seed: string): void {
  execFileSync(process.execPath, [generator, '--size', bytes, '--seed', seed, '--out', join(folder, name)])
}

async function count(): Promise<number> {
  const child = startAssay(['query', 'tower', 'SELECT count(*) AS n FROM data', '--json'], folder)
  const { code, out, err } = await collect(child)
  expect(code, `${err}${out}`).toBe(0)
  return JSON.parse(out).value as number
}

const ingest = (file: string): ChildProcess =>
  startAssay(['ingest', file, '--name', 'tower', '--json'], folder)

it(`is consistent after kill -9 at ${kills} random moments, and the next ingest is right`, async () => {
  expect((await collect(ingest('small.json'))).code).toBe(0)
  const small = await count()
  const started = performance.now()
  expect((await collect(ingest('large.json'))).code).toBe(0)
  const duration = performance.now() - started
  const large = await count()
  expect(large).toBeGreaterThan(small)
  for (let kill = 0; kill < kills; kill++) {
    expect((await collect(ingest('small.json'))).code).toBe(0)
    const child = ingest('large.json')
    const ended = collect(child)
    await new Promise((resolve) => setTimeout(resolve, ((kill + Math.random()) / kills) * duration))
    child.kill('SIGKILL')
    const { code } = await ended
    expect(code === 0 ? [large] : [small, large]).toContain(await count())
    // The command that counted also swept: what is left belongs to the version that answers.
    expect(readdirSync(join(folder, 'store', 'segments'))).toHaveLength(2)
    expect(readdirSync(join(folder, 'store', 'spool'))).toHaveLength(0)
  }
  expect((await collect(ingest('large.json'))).code).toBe(0)
  expect(await count()).toBe(large)
}, 600_000)
