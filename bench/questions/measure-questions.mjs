// Questions to plans in a fresh process: node bench/questions/measure-questions.mjs <columns> <texts> <folder>;
// prints one JSON object. Times are in milliseconds.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createAssay, fromFile } from '@assay/sdk/node'
import { makeColumns } from './make-columns.mjs'
import { makeQuestions } from './make-questions.mjs'
import { makeRecords } from './make-records.mjs'

const seed = 7
const [columnCount, texts, folder] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]]

const columns = makeColumns(columnCount)
const { text, rows, values } = makeRecords(columns, texts, seed)
const path = join(folder, 'deliveries.json')
await writeFile(path, text)
/** What a machine of this speed takes to parse a megabyte of the same table. */
const parseMs = timeParse(text)
const assay = await createAssay({ store: folder })
try {
  const dataset = await assay.ingest(await fromFile(path), { name: 'deliveries' })
  const ask = async (question) => {
    const started = performance.now()
    const { status, timingsMs } = await assay.ask(dataset, question)
    return { status, planMs: timingsMs.plan, askMs: performance.now() - started }
  }
  const [first] = makeQuestions(columns, values, seed)
  const cold = await ask(first)
  // The process is warm after questions of the same forms about other columns and values.
  for (const question of makeQuestions(columns, values, seed + 1)) await ask(question)
  const asked = []
  for (const question of makeQuestions(columns, values, seed)) asked.push(await ask(question))
  console.log(JSON.stringify({ columns: columnCount, texts, rows, parseMs, cold, asked }))
} finally {
  await assay.close()
}

function timeParse(json) {
  const lines = json.slice(json.indexOf('[') + 1, -2).split(',\n')
  const part = `[${lines.slice(0, Math.ceil((lines.length * 1e6) / json.length)).join(',')}]`
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now()
    JSON.parse(part)
    return performance.now() - started
  })
  return (times.sort((a, b) => a - b)[4] * 1e6) / part.length
}
