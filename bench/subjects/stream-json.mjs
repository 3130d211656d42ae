import { createReadStream } from 'node:fs'
import { countTypes } from './count-types.mjs'

async function importParts() {
  const [{ parser }, { pick }, { streamArray }, { default: chain }] = await Promise.all([
    import('stream-json'),
    import('stream-json/filters/pick.js'),
    import('stream-json/streamers/stream-array.js'),
    import('stream-chain'),
  ])
  return { parser, pick, streamArray, chain }
}

/** Takes its tokens one after another and counts the records, known by their depth. */
function countAtDepth(counts) {
  let depth = 0
  let key
  let isData = false
  return ({ name, value }) => {
    if (name === 'startObject' || name === 'startArray') {
      depth += 1
      if (depth === 2) isData = key === 'data'
    } else if (name === 'endObject' || name === 'endArray') depth -= 1
    else if (name === 'keyValue') key = value
    else if (name === 'stringValue' && depth === 3 && isData && key === 'type') counts.add({ type: value })
  }
}

/** @type {import('./index.mjs').Subjects} */
export const streamJsonSubjects = {
  'stream-json, as its README shows': {
    kinds: ['building'],
    prepare: async () => {
      const { parser, pick, streamArray, chain } = await importParts()
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
  'stream-json, its parseFile and pipe': {
    kinds: ['building'],
    // The fastest that is put together from its documented parts: packed values only, no streams between.
    prepare: async () => {
      const [{ parseFile, pipe, drain }, { none }] = await Promise.all([
        import('stream-json/file/index.js'),
        import('stream-chain/defs.js'),
      ])
      return async (file) => {
        const counts = countTypes()
        const count = countAtDepth(counts)
        await drain(
          pipe(parseFile({ packValues: true, streamValues: false, readBlockSize: 256 * 1024 }), (token) => {
            count(token)
            return none
          })(file),
        )
        return counts.total()
      }
    },
  },
  'stream-json, at its best': {
    kinds: ['building'],
    // Its tokenizer alone, called for every piece without streams between, and a record known by its depth.
    prepare: async () => {
      const { jsonParser } = await import('stream-json/core/parser.js')
      return async (file) => {
        const counts = countTypes()
        const parse = jsonParser({ packValues: true, streamValues: false })
        const count = countAtDepth(counts)
        for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 }))
          for (const token of parse(text)?.values ?? []) count(token)
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
