import { storeErrors } from './errors.js'

/** One job at a time, in the order of arrival. A full queue refuses; nothing waits without a bound. */
export interface WriterQueue {
  /** Jobs that wait or run. */
  readonly size: number
  /**
   * Runs the job when its turn comes. A signal that aborts before the start removes the job and rejects with
   * the signal's reason; once started, a job completes.
   */
  run<Result>(job: () => Promise<Result>, signal?: AbortSignal): Promise<Result>
  /** Refuses new jobs and resolves when the accepted ones are done. */
  close(): Promise<void>
}

interface Entry {
  start(): Promise<void>
}

/** `capacity` counts the jobs that wait besides the running one. `name` is for error sentences. */
export function createWriterQueue(options: {
  readonly name: string
  readonly capacity: number
}): WriterQueue {
  const waiting: Entry[] = []
  const idle: (() => void)[] = []
  let running = false
  let closed = false

  async function drain(): Promise<void> {
    running = true
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) await entry.start()
    running = false
    for (const resolve of idle.splice(0)) resolve()
  }

  function refusal(): Error | undefined {
    if (closed) {
      return storeErrors.create('STORE_CLOSED', `The store ${options.name} is closed.`, {
        name: options.name,
      })
    }
    if (waiting.length < options.capacity) return undefined
    return storeErrors.create(
      'STORE_QUEUE_FULL',
      `${options.capacity} writes are waiting already; this one was not accepted.`,
      { capacity: options.capacity },
      { hint: 'Try again in a moment, or write less at once.' },
    )
  }

  return {
    get size() {
      return waiting.length + (running ? 1 : 0)
    },
    run(job, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason)
      const refused = refusal()
      if (refused !== undefined) return Promise.reject(refused)
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          waiting.splice(waiting.indexOf(entry), 1)
          reject(signal?.reason)
        }
        const entry: Entry = {
          async start() {
            signal?.removeEventListener('abort', onAbort)
            try {
              resolve(await job())
            } catch (error) {
              reject(error)
            }
          },
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        waiting.push(entry)
        if (!running) void drain()
      })
    },
    close() {
      closed = true
      return running ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()
    },
  }
}
