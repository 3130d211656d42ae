import { checkAborted } from '../guard/call-input.js'

/** Keeps a long run interruptible: between batches it checks the signal and lets the event loop turn. */
export interface Pace {
  /** ABORTED when the caller gave up. */
  step(): Promise<void>
}

export function createPace(
  signal: AbortSignal | null | undefined,
  yieldEveryMs: number,
  nowMs: () => number = () => performance.now(),
): Pace {
  let since = nowMs()
  return {
    async step() {
      checkAborted(signal)
      if (nowMs() - since < yieldEveryMs) return
      await new Promise<void>((resolve) => setTimeout(resolve, 0))
      since = nowMs()
      checkAborted(signal)
    },
  }
}
