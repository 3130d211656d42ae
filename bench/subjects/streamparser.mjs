import { createReadStream } from 'node:fs'
import { countTypes } from './count-types.mjs'

/** @type {import('./index.mjs').Subjects} */
export const streamparserSubjects = {
  '@streamparser/json': {
    kinds: ['building', 'events'],
    prepare: async () => {
      const { JSONParser } = await import('@streamparser/json')
      return async (file) => {
        const counts = countTypes()
        const isLines = file.endsWith('.jsonl')
        const parser = new JSONParser(
          isLines
            ? { paths: ['$'], separator: '\n', keepStack: false }
            : { paths: ['$.data.*'], keepStack: false },
        )
        parser.onValue = ({ value }) => counts.add(value)
        for await (const piece of createReadStream(file, { highWaterMark: 256 * 1024 })) parser.write(piece)
        return counts.total()
      }
    },
  },
}
