// One measurement in a fresh process: node bench/measure-subject.mjs <subject> <file> <folder>; prints one JSON object.
import { subjects } from './subjects/index.mjs'

const [name, file, folder] = process.argv.slice(2)
const run = await subjects[name].prepare()
const cpuBefore = process.cpuUsage()
const started = performance.now()
const records = await run(file, folder)
const wallMs = performance.now() - started
const { user, system } = process.cpuUsage(cpuBefore)
console.log(
  JSON.stringify({
    records,
    wallMs,
    cpuMs: (user + system) / 1000,
    peakRssMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  }),
)
