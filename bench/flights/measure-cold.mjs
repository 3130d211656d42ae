// The first query of a process over a store that is there: node bench/flights/measure-cold.mjs <folder>; from the start of
// the program, imports included, to the answer.
import { queries } from './queries.mjs'

const { createAssay } = await import('@assay/sdk/node')
const assay = await createAssay({ store: process.argv[2] })
const { rows } = await assay.query('flights', queries[0].sql)
const ms = performance.now()
await assay.close()
console.log(JSON.stringify({ ms, rows }))
