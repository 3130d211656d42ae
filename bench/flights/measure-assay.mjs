// Queries over three million flights in a fresh process: node bench/flights/measure-assay.mjs <flights> <airports> <folder>;
// prints one JSON object. The caller compares the rows with those of a peer.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createAssay, fromFile } from '@assay/sdk/node'
import { join, queries, questions, timeRuns } from './queries.mjs'

const concurrent = 8

const [flightsPath, airportsPath, folder] = process.argv.slice(2)
const assay = await createAssay({ store: folder })
try {
  const ingestStarted = performance.now()
  const flights = await assay.ingest(await fromFile(flightsPath), { name: 'flights' })
  const ingestMs = performance.now() - ingestStarted
  const airports = await assay.ingest(await fromFile(airportsPath), { name: 'airports' })
  const measured = []
  for (const { name, sql } of queries) {
    const { result, ...times } = await timeRuns(() => assay.query(flights, sql))
    measured.push({ name, ...times, rows: result.rows })
  }
  const { result, ...times } = await timeRuns(() => assay.query([flights, airports], join.sql))
  measured.push({ name: join.name, ...times, rows: result.rows })
  const asked = []
  for (const { name, question, isRight } of questions) {
    const { result: answer, ...askedTimes } = await timeRuns(() => assay.ask(flights, question))
    if (!isRight(answer)) throw new Error(`${name}: ${answer.status}, ${answer.text}`)
    asked.push({ name, ...askedTimes })
  }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await Promise.all(
    Array.from({ length: concurrent }, (_, at) => assay.query(flights, queries[at % queries.length].sql)),
  )
  delay.disable()
  console.log(
    JSON.stringify({
      ingestMs,
      queries: measured,
      questions: asked,
      longestBlockMs: delay.max / 1e6,
      peakRssMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
    }),
  )
} finally {
  await assay.close()
}
