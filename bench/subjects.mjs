// What is measured, each in a process of its own. A subject gives how many records it saw, so that a fast wrong one
// does not pass; imports happen in `prepare`, outside the measured time.
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'

const countTypes = () => {
  const counts = new Map()
  return {
    add: ({ type }) => counts.set(type, (counts.get(type) ?? 0) + 1),
    total: () => [...counts.values()].reduce((a, b) => a + b, 0),
  }
}

/** @type {Record<string, { kinds: string[], prepare: () => Promise<(file: string, folder: string) => Promise<number>> }>} */
export const subjects = {
  'assay ingest': {
    kinds: ['building', 'events'],
    prepare: async () => {
      const { createAssay, fromFile } = await import('@assay/sdk/node')
      return async (file, folder) => {
        const assay = await createAssay({ store: folder })
        try {
          const dataset = await assay.ingest(await fromFile(file))
          const { catalog } = await assay.schema(dataset)
          // A building's elements, else the only table of a file of events.
          return (catalog.tables.find(({ name }) => name === 'data') ?? catalog.tables[0]).rows
        } finally {
          await assay.close()
        }
      }
    },
  },
  'JSON.parse of the whole file': {
    kinds: ['building'],
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
  'stream-json, as its README shows': {
    kinds: ['building'],
    prepare: async () => {
      const [{ parser }, { pick }, { streamArray }, { default: chain }] = await Promise.all([
        import('stream-json'),
        import('stream-json/filters/pick.js'),
        import('stream-json/streamers/stream-array.js'),
        import('stream-chain'),
      ])
      return async (file) => {
        const counts = countTypes()
        for await (const { value } of chain([
          createReadStream(file),
          parser(),
          pick({ filter: 'data' }),
          streamArray(),
        ]))
          counts.add(value)
        return counts.total()
      }
    },
  },
  'stream-json, its JSON Lines parser': {
    kinds: ['events'],
    prepare: async () => {
      const [{ default: parser }, { default: chain }] = await Promise.all([
        import('stream-json/jsonl/parser.js'),
        import('stream-chain'),
      ])
      return async (file) => {
        const counts = countTypes()
        for await (const { value } of chain([createReadStream(file), parser()])) counts.add(value)
        return counts.total()
      }
    },
  },
}
