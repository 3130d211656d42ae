// 1,000,000 random interleavings against the oracle, over the built package:
//   npm run test:interleavings -w @assay/cost-tracker [-- count [first seed]]
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { createMemoryCostStore } from '@assay/cost-tracker'
import { simulateBudgets } from '@assay/cost-tracker/testing'

const threads = 2
const [count = 1_000_000, first = 1] = process.argv.slice(2).map(Number)

if (isMainThread) {
  const started = performance.now()
  const sums = { histories: 0, admitted: 0, refused: 0, crashes: 0, broken: 0 }
  let next = first
  const size = 10_000
  await Promise.all(
    Array.from({ length: threads }, () => {
      const worker = new Worker(new URL(import.meta.url), { workerData: { size } })
      return new Promise((resolve, reject) => {
        const give = () => {
          if (next >= first + count) return worker.terminate().then(resolve)
          worker.postMessage(next)
          next += size
        }
        worker.on('error', reject)
        worker.on('message', ({ problems, ...part }) => {
          for (const [name, value] of Object.entries(part)) sums[name] += value
          sums.broken += problems.length
          for (const problem of problems) console.error(problem)
          if (sums.histories % 100_000 === 0)
            console.log(`${sums.histories} histories, ${sums.broken} broken`)
          give()
        })
        give()
      })
    }),
  )
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  console.log(
    `${sums.histories} histories in ${seconds} s: ${sums.admitted} holds, ${sums.refused} refusals, ${sums.crashes} crashes, ${sums.broken} broken rules`,
  )
  process.exitCode = sums.broken === 0 ? 0 : 1
} else {
  parentPort.on('message', async (from) => {
    const part = { histories: 0, admitted: 0, refused: 0, crashes: 0, problems: [] }
    for (let seed = from; seed < from + workerData.size; seed += 1) {
      const report = await simulateBudgets({ store: createMemoryCostStore(), seed })
      part.histories += 1
      part.admitted += report.admitted
      part.refused += report.refused
      part.crashes += report.crashes
      for (const problem of report.problems) part.problems.push(`seed ${seed}: ${problem}`)
    }
    parentPort.postMessage(part)
  })
}
