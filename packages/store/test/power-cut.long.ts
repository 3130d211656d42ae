import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BundledChild, bundleChild, startChild } from './child.js'
import { createReplayedDisk, readTrace, type TracedCall } from './crash-states.js'

const hasTracer = spawnSync('strace', ['-V']).status === 0
if (!hasTracer) console.warn('SKIPPED: the power-cut replay needs strace')

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

describe.skipIf(!hasTracer)('a power cut, replayed', () => {
  let root: string
  let child: BundledChild
  let opened = 0

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'assay-power-'))
    child = await bundleChild('traced-load')
  })
  afterAll(async () => {
    await child.remove()
    rmSync(root, { recursive: true })
  })

  async function trace(durability: string, rows: number): Promise<TracedCall[]> {
    const folder = mkdtempSync(join(root, 'run-'))
    const [path, log, output] = ['a.db', 'log', 'trace'].map((name) => join(folder, name))
    const calls = 'trace=pwrite64,write,ftruncate,fsync,fdatasync,unlink'
    const command = ['strace', '-o', output!, '-xx', '-s', '100000', '-y', '-e', calls]
    const { code, stderr } = await startChild(child, [path!, log!, durability, `${rows}`], { command }).ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return readTrace(output!, (concerned) => [path, `${path}-wal`, log].includes(concerned))
  }

  /** The ids that the next start finds; undefined where there is no table yet. */
  function recover(files: Map<string, Buffer>): Set<string> {
    const folder = join(root, `state-${opened}`)
    mkdirSync(folder)
    for (const [path, bytes] of files) writeFileSync(join(folder, basename(path)), bytes)
    const database = new Database(join(folder, 'a.db'))
    try {
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = 'rows'").all()
      const rows =
        tables.length === 0 ? [] : (database.prepare('SELECT id FROM rows').raw(true).all() as string[][])
      return new Set(rows.map(([id = '']) => id))
    } finally {
      database.close()
      rmSync(folder, { recursive: true })
      opened += 1
      if (opened % 25 === 0) collect()
    }
  }

  /** After every call: everything unsynced lost; and at every fourth, a random half of it lost. */
  function replay(calls: readonly TracedCall[]) {
    const disk = createReplayedDisk()
    const acknowledged: string[] = []
    const outcome = { states: 0, losing: 0, mixed: 0, mixedLosing: 0 }
    let present: Set<string> | undefined
    const loses = (found: Set<string>) => acknowledged.some((id) => !found.has(id))
    for (const [index, call] of calls.entries()) {
      disk.apply(call)
      if (call.type === 'append') acknowledged.push(call.bytes.toString().trim())
      if (call.type === 'sync' || call.type === 'unlink') present = undefined
      present ??= recover(disk.cut(() => false))
      outcome.states += 1
      if (loses(present)) outcome.losing += 1
      if (index % 4 !== 0) continue
      outcome.mixed += 1
      if (loses(recover(disk.cut(() => Math.random() < 0.5)))) outcome.mixedLosing += 1
    }
    expect(acknowledged.length).toBeGreaterThan(0)
    return outcome
  }

  it('FULL, as the store opens its metadata: no acknowledged row is lost in any state', async () => {
    const outcome = replay(await trace('full', 320))
    console.log('full', outcome)
    expect(outcome).toMatchObject({ losing: 0, mixedLosing: 0 })
    expect(outcome.states).toBeGreaterThan(500)
  })

  it('control: NORMAL, for what may be lost, loses acknowledged rows', async () => {
    const outcome = replay(await trace('normal', 100))
    console.log('normal', outcome)
    expect(outcome.losing).toBeGreaterThan(100)
  })
})
