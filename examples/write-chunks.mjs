import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'

const chunkBytes = 1 << 20
const units = new Map([
  ['', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
])

/**
 * Gathers texts into chunks of about 1 MiB; memory stays flat whatever the length.
 *
 * @param {Iterable<string>} texts each shorter than 64 KiB in UTF-8
 * @returns {Generator<Uint8Array>}
 */
export function* toChunks(texts) {
  let chunk = Buffer.allocUnsafeSlow(chunkBytes)
  let used = 0
  for (const text of texts) {
    if (used + 65_536 > chunkBytes) {
      yield chunk.subarray(0, used)
      chunk = Buffer.allocUnsafeSlow(chunkBytes)
      used = 0
    }
    used += chunk.write(text, used)
  }
  yield chunk.subarray(0, used)
}

/**
 * Writes to a file, or to standard output for `-`, never faster than the other side takes it.
 *
 * @param {Iterable<Uint8Array>} chunks
 * @param {string} path
 */
export async function writeChunks(chunks, path) {
  if (path === '-') return await pipeline(Readable.from(chunks), process.stdout, { end: false })
  const file = await open(path, 'w')
  try {
    for (const chunk of chunks) {
      for (let written = 0; written < chunk.length; )
        written += (await file.write(chunk, written, chunk.length - written)).bytesWritten
    }
  } finally {
    await file.close()
  }
}

/**
 * Number of bytes in `100MB`, `1.5GB`, `20000` (1 MB is 10^6 bytes).
 *
 * @param {string} text
 */
export function parseSize(text) {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?b?)$/i.exec(text.trim())
  const unit = units.get(
    (match?.[2] ?? '?')
      .toLowerCase()
      .replace(/^([kmg])$/, '$1b')
      .replace(/^b$/, ''),
  )
  if (match === null || unit === undefined) throw new Error(`"${text}" is no size; write 100MB or 2GB`)
  return Math.round(Number(match[1]) * unit)
}

/**
 * The command line of a generator: `--out <file|-> --size 100MB --seed 1 --stats`.
 *
 * @template Stats
 * @param {(options: { seed: number, bytes: number }) => { chunks: Iterable<Uint8Array>, stats: Stats }} generate
 */
export async function runGenerator(generate) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: '-' },
      size: { type: 'string', default: '1MB' },
      seed: { type: 'string', default: '1' },
      stats: { type: 'boolean', default: false },
    },
  })
  process.stdout.on('error', (error) => {
    if (!('code' in error && error.code === 'EPIPE')) throw error
    process.exit(0)
  })
  const { chunks, stats } = generate({ seed: Number(values.seed), bytes: parseSize(values.size) })
  await writeChunks(chunks, values.out)
  if (values.stats) process.stderr.write(`${JSON.stringify(stats, null, 2)}\n`)
}
