/** Time and chance, as parameters: a simulation gives its own. */
export interface Environment {
  /** Milliseconds that only grow. */
  readonly now: () => number
  /** In `[0, 1)`. */
  readonly random: () => number
  /** Resolves after so many milliseconds; 0 lets the event loop turn once. */
  readonly wait: (ms: number) => Promise<void>
}

/** The clock, the randomness and the timers of this process. */
export const processEnvironment: Environment = {
  now: () => performance.now(),
  random: Math.random,
  wait: (ms) => new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms))),
}

/** 1 to 4 ms: long enough for a lock's holder to finish, and different for each that waits. */
export function pauseMs(environment: Environment): number {
  return 1 + 3 * environment.random()
}
