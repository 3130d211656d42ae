import { expect, it } from 'vitest'
import { createOwnReader } from './own-reader.js'

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i)
const other = {
  size: bytes.length,
  read: async (start: number, end: number) => {
    throw new Error(`the other reader was asked for ${start} to ${end}`)
  },
  close: async () => {},
}

it('reads what the host gives, in as many parts as that takes', async () => {
  let opened = 0
  const reader = createOwnReader(
    'a.seg',
    () => {
      opened += 1
      return {
        read(position, into) {
          into.set(bytes.subarray(position, position + Math.min(7, into.length)))
          return Math.min(7, into.length)
        },
      }
    },
    other,
  )
  const room = new Uint8Array(64)
  const found = await reader.read(10, 60, room)
  expect(found).toEqual(bytes.subarray(10, 60))
  expect(found.buffer).toBe(room.buffer)
  expect(await reader.read(0, 100)).toEqual(bytes)
  expect(opened).toBe(1)
})

it.each([
  [
    'cannot be opened',
    () => {
      throw new Error('no access')
    },
  ],
  ['ends too early', () => ({ read: () => 0 })],
  [
    'cannot be read',
    () => ({
      read: () => {
        throw new Error('the disk failed')
      },
    }),
  ],
])('asks the other reader when the file %s', async (_, openFile) => {
  const reader = createOwnReader('a.seg', openFile, other)
  await expect(reader.read(5, 9)).rejects.toThrow('the other reader was asked for 5 to 9')
})
