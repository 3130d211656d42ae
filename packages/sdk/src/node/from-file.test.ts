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
