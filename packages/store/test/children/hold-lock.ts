// Takes the cross-process lock and keeps it until it is killed. Argument: lock file.
import { processEnvironment } from '@assay/store/node'
import { createProcessLock } from '../../src/node/process-lock.js'

const lock = createProcessLock({
  path: process.argv[2] ?? '',
  deadlineMs: 5_000,
  environment: processEnvironment,
})
await lock.acquire()
process.stdout.write('held\n')
setInterval(() => undefined, 1_000)
