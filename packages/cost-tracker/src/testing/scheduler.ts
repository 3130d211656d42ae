import type { Random } from './random.js'

interface Waiting {
  readonly group: number
  run(dropAnswer: boolean): void
}

/** Runs tasks of several simulated processes, one step at a time, in an order that a seed decides. */
export interface Scheduler {
  /** Starts a task of a process. */
  start(group: number, task: () => Promise<void>): void
  /** One step: it waits for its turn, then happens alone. */
  step<Result>(group: number, work: () => Promise<Result>): Promise<Result>
  /** Kills a process: its tasks never go on. A step of theirs may happen all the same, with its answer lost. */
  crash(group: number): void
  /** Steps until every task has ended or died. */
  run(): Promise<void>
}

/** `onError` hears of a task that failed. */
export function createScheduler(random: Random, onError: (error: unknown) => void): Scheduler {
  let waiting: Waiting[] = []
  let running = 0
  let onIdle: (() => void) | undefined

  function rest(): void {
    running -= 1
    if (running === 0) onIdle?.()
  }

  return {
    start(_group, task) {
      running += 1
      task().catch(onError).finally(rest)
    },
    step(group, work) {
      return new Promise((resolve, reject) => {
        waiting.push({
          group,
          run(dropAnswer) {
            running += 1
            const done = work()
            if (dropAnswer) done.then(rest, rest)
            else done.then(resolve, reject)
          },
        })
        rest()
      })
    },
    crash(group) {
      const own = waiting.filter((step) => step.group === group)
      waiting = waiting.filter((step) => step.group !== group)
      // At most one request was under way to the store when the process died.
      const last = own.find(() => random.chance(0.3))
      if (last !== undefined) waiting.push({ group: -1, run: () => last.run(true) })
    },
    async run() {
      for (;;) {
        if (running > 0)
          await new Promise<void>((resolve) => {
            onIdle = resolve
          })
        onIdle = undefined
        if (waiting.length === 0) return
        const [next] = waiting.splice(random.below(waiting.length), 1)
        next?.run(false)
      }
    },
  }
}
