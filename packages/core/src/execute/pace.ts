import { checkAborted } from '../guard/call-input.js'

/** Keeps a long run interruptible: between batches it checks the signal and lets the event loop turn. */
export interface Pace {
  /** ABORTED when the caller gave up. */
  step(): Promise<void>
}

/** What is known of the turns of an event loop, and the runs that wait for one of their own. */
export interface Turns {
  /** When the turn began that is still going on, by the clock of `nowMs`; undefined when none is known of. */
  sinceMs: number | undefined
  readonly waiting: (() => void)[]
}

export function createTurns(): Turns {
  return { sinceMs: undefined, waiting: [] }
}

/** All runs of a process share its event loop: side by side, none of them may take a turn's time for itself alone. */
const processTurns = createTurns()

export function createPace(
  signal: AbortSignal | null | undefined,
  yieldEveryMs: number,
  nowMs: () => number = () => performance.now(),
  turns: Turns = processTurns,
): Pace {
  noteTurn(turns, nowMs)
  return {
    async step() {
      checkAborted(signal)
      if (nowMs() - noteTurn(turns, nowMs) < yieldEveryMs) return
      await takeTurn(turns, nowMs)
      checkAborted(signal)
    },
  }
}

/** When the turn began: now, unless it is one that was noted before. A timer says that it is over. */
function noteTurn(turns: Turns, nowMs: () => number): number {
  if (turns.sinceMs === undefined) {
    turns.sinceMs = nowMs()
    setTimeout(() => {
      turns.sinceMs = undefined
    }, 0)
  }
  return turns.sinceMs
}

/** Waits for a turn of the event loop that no other run has taken. */
function takeTurn(turns: Turns, nowMs: () => number): Promise<void> {
  return new Promise((resolve) => {
    turns.waiting.push(() => {
      turns.sinceMs = undefined
      noteTurn(turns, nowMs)
      resolve()
    })
    if (turns.waiting.length === 1) setTimeout(() => wake(turns), 0)
  })
}

function wake(turns: Turns): void {
  turns.waiting.shift()?.()
  if (turns.waiting.length > 0) setTimeout(() => wake(turns), 0)
}
