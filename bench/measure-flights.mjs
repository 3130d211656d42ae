// Questions over three million flights, in a fresh process: node bench/measure-flights.mjs <file> <folder>; prints one
// JSON object. Each is asked once cold and then warm; an answer that is not the expected one ends the run.
import { createAssay, fromFile } from '@assay/sdk/node'

const warmRuns = 7
const cases = [
  {
    name: 'filter and count',
    sql: 'SELECT count(*) FROM records WHERE delay > 60',
    isRight: ({ value }) => value === 152_194,
  },
  {
    name: 'group, count, top 1',
    sql: 'SELECT origin, count(*) AS flights FROM records GROUP BY origin ORDER BY flights DESC LIMIT 1',
    isRight: ({ rows }) => rows?.[0]?.[0] === 'ORD' && rows[0][1] === 166_341,
  },
  {
    name: 'average per group',
    sql: 'SELECT origin, avg(delay) AS delay FROM records GROUP BY origin ORDER BY delay DESC LIMIT 5',
    isRight: ({ rows }) => rows?.length === 5,
  },
  {
    name: 'two conditions',
    sql: "SELECT count(*) FROM records WHERE delay > 60 AND origin = 'ORD'",
    isRight: ({ value }) => typeof value === 'number' && value > 0,
  },
  {
    name: 'question: how many',
    question: 'How many flights were delayed more than 60 minutes?',
    isRight: ({ value }) => value === 152_194,
  },
  {
    name: 'question: which most',
    question: 'Which origin has the most flights?',
    isRight: ({ text }) => text.includes('ORD') && /166.?341/.test(text),
  },
]

const [file, folder] = process.argv.slice(2)
const assay = await createAssay({ store: folder })
try {
  const ingestStarted = performance.now()
  const dataset = await assay.ingest(await fromFile(file), { name: 'flights' })
  const ingestMs = performance.now() - ingestStarted
  const queries = []
  for (const { name, sql, question, isRight } of cases) {
    const times = []
    for (let run = 0; run <= warmRuns; run += 1) {
      const started = performance.now()
      const answer = sql === undefined ? await assay.ask(dataset, question) : await assay.query(dataset, sql)
      times.push(performance.now() - started)
      if (!isRight(answer)) throw new Error(`${name}: ${answer.status}, ${answer.text}`)
    }
    const [coldMs, ...warmMs] = times
    queries.push({ name, coldMs, warmMs })
  }
  console.log(JSON.stringify({ ingestMs, queries, peakRssMb: process.resourceUsage().maxRSS / 1000 }))
} finally {
  await assay.close()
}
