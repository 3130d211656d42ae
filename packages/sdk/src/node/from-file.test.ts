import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromFile } from './from-file.js'

const mebibyte = 1024 * 1024
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-from-file-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function write(bytes: number): { path: string; content: Buffer } {
  const path = join(folder, `${bytes}.bin`)
  const content = Buffer.alloc(bytes)
  for (let at = 0; at < bytes; at += 4_099) content[at] = at >> 8
  writeFileSync(path, content)
  return { path, content }
}

describe('a file', () => {
  it.each([0, 1, mebibyte, mebibyte + 1, 5 * mebibyte - 3])(
    'of %i bytes comes whole, each piece untouched until the next is asked for',
    async (bytes) => {
      const { path, content } = write(bytes)
      const handle = await (await fromFile(path)).open()
      const pieces: Buffer[] = []
      for await (const piece of handle.stream()) {
        // Time for the read that runs ahead.
        await setTimeout(5)
        pieces.push(Buffer.from(piece))
      }
      await handle.close()
      expect(Buffer.concat(pieces).equals(content)).toBe(true)
    },
  )

  it('comes from any offset on, in pieces that stand at multiples of 1 MiB', async () => {
    const { path, content } = write(3 * mebibyte + 7)
    const handle = await (await fromFile(path)).open()
    for (const from of [
      0,
      mebibyte,
      2 * mebibyte,
      3 * mebibyte,
      mebibyte - 1,
      mebibyte + 5,
      content.length,
    ]) {
      const pieces: Buffer[] = []
      let at = from
      for await (const piece of handle.stream(undefined, from)) {
        expect(Math.floor(at / mebibyte)).toBe(Math.floor((at + piece.length - 1) / mebibyte))
        await setTimeout(1)
        pieces.push(Buffer.from(piece))
        at += piece.length
      }
      expect(Buffer.concat(pieces).equals(content.subarray(from))).toBe(true)
    }
    await handle.close()
  })

  it('is read again into the same memory, but never into what another stream reads into', async () => {
    const { path, content } = write(5 * mebibyte + 9)
    const handle = await (await fromFile(path)).open()
    const memory = async () => {
      const buffers = new Set<ArrayBufferLike>()
      for await (const { buffer } of handle.stream()) buffers.add(buffer)
      await setTimeout(5)
      return buffers
    }
    const before = await memory()
    expect(before.size).toBe(2)
    // By identity: equal content is not the same memory.
    expect([...(await memory())].every((buffer) => before.has(buffer))).toBe(true)
    // The stream that was left still reads ahead.
    for await (const left of handle.stream()) {
      expect(before.has(left.buffer)).toBe(true)
      break
    }
    for await (const { buffer } of handle.stream()) expect(before.has(buffer)).toBe(false)
    const streams = [0, mebibyte, 2 * mebibyte].map(async (from) => {
      const pieces: Buffer[] = []
      for await (const piece of handle.stream(undefined, from)) {
        await setTimeout(2)
        pieces.push(Buffer.from(piece))
      }
      expect(Buffer.concat(pieces).equals(content.subarray(from))).toBe(true)
    })
    await Promise.all(streams)
    await handle.close()
  })

  it('says where it lies', async () => {
    const { path } = write(1)
    const source = await fromFile(path)
    const handle = await source.open()
    expect(handle.path).toBe(source.location)
    await handle.close()
  })

  it('can be left while it reads ahead', async () => {
    const { path } = write(6 * mebibyte)
    const handle = await (await fromFile(path)).open()
    for await (const piece of handle.stream()) {
      expect(piece).toHaveLength(mebibyte)
      break
    }
    await handle.close()
  })

  it('that becomes shorter is refused after what was read', async () => {
    const { path } = write(4 * mebibyte + 1)
    const handle = await (await fromFile(path)).open()
    let read = 0
    const reading = async () => {
      for await (const piece of handle.stream()) {
        read += piece.length
        truncateSync(path, mebibyte)
      }
    }
    await expect(reading()).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
    expect(read).toBeGreaterThanOrEqual(mebibyte)
    await handle.close()
  })
})
