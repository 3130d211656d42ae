// The first query without an engine: every record is read again, a line at a time, by JSON.parse.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const started = performance.now()
let delayed = 0
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const record = line.replace(/^\[|[\],]$/g, '')
  if (record !== '' && JSON.parse(record).delay > 60) delayed += 1
}
console.log(JSON.stringify({ ms: performance.now() - started, rows: [[delayed]] }))
