import { closeSync, fdatasyncSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** @type {import('./index.mjs').Subjects} */
export const rawWriteSubjects = {
  'writing as much, 1 MiB at a time': {
    kinds: ['building', 'events'],
    countsNothing: true,
    // What a new file of this size costs: its pages and its way to the disk.
    prepare: async () => async (file, folder) => {
      const piece = new Uint8Array(1024 * 1024).fill(0x20)
      const descriptor = openSync(join(folder, 'written'), 'wx')
      try {
        for (let left = statSync(file).size; left > 0; left -= piece.length)
          writeSync(descriptor, piece, 0, Math.min(left, piece.length))
        fdatasyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      return 0
    },
  },
}
