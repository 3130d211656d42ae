import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { countTypes } from './count-types.mjs'

/** @type {import('./index.mjs').Subjects} */
export const jsonParseSubjects = {
  'JSON.parse of the whole file': {
    kinds: ['building'],
    // A string holds 512 MiB at most.
    upToMb: 300,
    prepare: async () => async (file) => {
      const counts = countTypes()
      for (const record of JSON.parse(await readFile(file, 'utf8')).data) counts.add(record)
      return counts.total()
    },
  },
  'readline and JSON.parse': {
    kinds: ['events'],
    prepare: async () => async (file) => {
      const counts = countTypes()
      for await (const line of createInterface({ input: createReadStream(file) }))
        counts.add(JSON.parse(line))
      return counts.total()
    },
  },
}
