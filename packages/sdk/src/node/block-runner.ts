import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { BlockRunner, BlockThread } from '@assay/core'

/** Bounds the memory of one thread's own objects; its lanes are outside of it, and have bounds of their own. */
const resourceLimits = { maxOldGenerationSizeMb: 1024 }

/** Threads of Node. `script` serves blocks (`block-worker`); by default the one beside this module. */
export function createBlockRunner(script = new URL('./block-worker.js', import.meta.url)): BlockRunner {
  return { parallelism: availableParallelism(), start: () => startThread(script) }
}

async function startThread(script: URL): Promise<BlockThread> {
  const worker = new Worker(script, { resourceLimits, name: 'assay-ingest' })
  let asked = false
  const ended = new Promise<unknown>((resolve) => {
    worker.once('error', resolve)
    worker.once('exit', (code) =>
      resolve(asked ? undefined : new Error(`the thread exited with code ${code}`)),
    )
  })
  // Its first message says that it is ready.
  await Promise.race([
    new Promise((resolve) => worker.once('message', resolve)),
    ended.then((cause) => {
      throw cause
    }),
  ])
  return {
    post: (message, moved = []) => worker.postMessage(message, moved),
    listen: (listener) => void worker.on('message', listener),
    ended,
    async end() {
      asked = true
      await worker.terminate()
    },
  }
}
