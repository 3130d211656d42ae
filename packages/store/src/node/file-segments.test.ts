import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SegmentStore } from '@assay/store'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FileLayer, processFiles } from './file-layer.js'
import { createFileSegments } from './file-segments.js'
import { createWriterMark } from './writer-mark.js'

const failure = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

/** A file system whose `at`-th call fails, counted over everything that can fail while a segment is written. */
function createFailingFiles(at: number, code: string): { files: FileLayer; readonly calls: number } {
  let calls = 0
  const count = () => {
    calls += 1
    if (calls === at) throw failure(code)
  }
  function guardHandle(handle: FileHandle): FileHandle {
    return new Proxy(handle, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (name === 'write' || name === 'sync') count()
          return Reflect.apply(value, target, args)
        }
      },
    })
  }
  const files: FileLayer = {
    ...processFiles,
    open: async (path, flags) => {
      count()
      return guardHandle(await processFiles.open(path, flags))
    },
    link: async (from, to) => {
      count()
      await processFiles.link(from, to)
    },
    rename: async (from, to) => {
      count()
      await processFiles.rename(from, to)
    },
  }
  return {
    files,
    get calls() {
      return calls
    },
  }
}

describe('segment files', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-segments-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function writeSegment(store: SegmentStore): Promise<void> {
    const writer = await store.create('a.seg')
    try {
      await writer.append(new Uint8Array(10).fill(1))
      await writer.append(new Uint8Array(10).fill(2))
      await writer.finish()
    } finally {
      await writer.abort()
    }
  }

  for (const [code, expected] of [
    ['EIO', 'STORE_IO'],
    ['ENOSPC', 'STORE_FULL'],
    ['EDQUOT', 'STORE_FULL'],
  ] as const) {
    it(`${code} at any call: refused with ${expected}, and nothing is left`, async () => {
      const counting = createFailingFiles(0, code)
      await writeSegment(createFileSegments({ folder, files: counting.files }))
      rmSync(join(folder, 'a.seg'))
      expect(counting.calls).toBe(7)
      for (let at = 1; at <= counting.calls; at += 1) {
        const { files } = createFailingFiles(at, code)
        await expect(writeSegment(createFileSegments({ folder, files }))).rejects.toMatchObject({
          code: expected,
        })
        expect(readdirSync(folder)).toEqual([])
      }
      await writeSegment(createFileSegments({ folder }))
      expect(readdirSync(folder)).toEqual(['a.seg'])
    })
  }

  it('a fresh file is read at once, and the event loop has its turns', async () => {
    const store = createFileSegments({ folder })
    await writeSegment(store)
    const reader = await store.open('a.seg', { fresh: true })
    let turns = 0
    setImmediate(() => turns++)
    expect(await reader.read(8, 12)).toEqual(Uint8Array.of(1, 1, 2, 2))
    expect(turns).toBe(0)
    const until = performance.now() + 2000
    while (turns === 0 && performance.now() < until) await reader.read(0, 20)
    expect(turns).toBe(1)
    truncateSync(join(folder, 'a.seg'), 10)
    await expect(reader.read(8, 12)).rejects.toMatchObject({ code: 'SEGMENT_TRUNCATED' })
    await reader.close()
    await expect(reader.read(8, 9)).rejects.toMatchObject({ code: 'SEGMENT_CLOSED' })
  })

  /** Files whose calls of a method are counted, and fail with EIO where told to. */
  function watchFiles(method: 'sync' | 'datasync', fails: boolean) {
    let calls = 0
    const files: FileLayer = {
      ...processFiles,
      open: async (path, flags) => {
        const handle = await processFiles.open(path, flags)
        const original = handle[method].bind(handle)
        handle[method] = async () => {
          calls += 1
          if (fails) throw failure('EIO')
          await original()
        }
        return handle
      },
    }
    return { files, calls: () => calls }
  }

  it('gives a long file to the disk while it is written, and keeps none of which that failed', async () => {
    const long = new Uint8Array(5 * 1024 * 1024)
    for (const fails of [false, true]) {
      const { files, calls } = watchFiles('datasync', fails)
      const writer = await createFileSegments({ folder, files }).create('a.seg')
      const written = (async () => {
        for (let part = 0; part < 3; part++) await writer.append(long)
        await writer.finish()
      })()
      if (fails) await expect(written).rejects.toMatchObject({ code: 'STORE_IO' })
      else await written
      expect(calls()).toBe(1)
      expect(readdirSync(folder)).toEqual(fails ? [] : ['a.seg'])
      await createFileSegments({ folder }).remove('a.seg')
    }
  })

  it('control: a file that keeps what a failed sync left is there, and was refused', async () => {
    const { files } = createFailingFiles(4, 'EIO')
    const handle = await files.open(join(folder, 'naive'), 'w')
    await handle.write(new Uint8Array(10))
    await handle.write(new Uint8Array(10))
    expect(() => handle.sync()).toThrow('EIO')
    await handle.close()
    expect(readdirSync(folder)).toEqual(['naive'])
  })

  it('writes where links are not supported', async () => {
    const files = { ...processFiles, link: () => Promise.reject(failure('EPERM')) }
    const store = createFileSegments({ folder, files })
    const second = await store.create('a.seg')
    await writeSegment(store)
    await expect(second.finish()).rejects.toMatchObject({ code: 'SEGMENT_EXISTS' })
    expect(readdirSync(folder)).toEqual(['a.seg'])
  })

  it('notices a file that was cut from outside, also while it is open', async () => {
    const store = createFileSegments({ folder })
    await writeSegment(store)
    const reader = await store.open('a.seg')
    truncateSync(join(folder, 'a.seg'), 15)
    expect(await reader.read(0, 15)).toHaveLength(15)
    await expect(reader.read(10, 20)).rejects.toMatchObject({
      code: 'SEGMENT_TRUNCATED',
      details: { size: 15 },
    })
    await reader.close()
  })

  it('knows an unfinished file of a process that is gone, and of no other', async () => {
    const script = 'console.log(process.pid)'
    const dead = String(spawnSync(process.execPath, ['-e', script]).stdout).trim()
    const [machine] = createWriterMark('0').split('-')
    for (const mark of [`${machine}-${dead}-1`, `${machine}-${process.pid}-1`, `00000000-${dead}-1`, 'odd']) {
      writeFileSync(join(folder, `a.seg.${mark}.part`), '')
    }
    const listed = await createFileSegments({ folder }).list()
    expect(listed.filter(({ abandoned }) => abandoned).map(({ name }) => name)).toEqual([
      `a.seg.${machine}-${dead}-1.part`,
    ])
    expect(listed.every(({ finished }) => !finished)).toBe(true)
  })

  it('reads any range of any parts as they were appended', async () => {
    const store = createFileSegments({ folder })
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        async (parts, a, b) => {
          const name = `p${round++}`
          const writer = await store.create(name)
          for (const part of parts) await writer.append(part)
          await writer.finish()
          const reader = await store.open(name)
          const whole = Buffer.concat(parts)
          const [start = 0, end = 0] = [a % (whole.length + 1), b % (whole.length + 1)].sort((x, y) => x - y)
          expect(Buffer.from(await reader.read(start, end))).toEqual(whole.subarray(start, end))
          await reader.close()
        },
      ),
      { numRuns: 60 },
    )
  })
})
