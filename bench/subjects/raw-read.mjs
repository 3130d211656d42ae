import { closeSync, openSync, readSync } from 'node:fs'

/** @type {import('./index.mjs').Subjects} */
export const rawReadSubjects = {
  'reading alone, 1 MiB at a time': {
    kinds: ['building', 'events'],
    countsNothing: true,
    prepare: async () => async (file) => {
      const piece = new Uint8Array(1024 * 1024)
      const descriptor = openSync(file)
      try {
        while (readSync(descriptor, piece) > 0);
      } finally {
        closeSync(descriptor)
      }
      return 0
    },
  },
}
