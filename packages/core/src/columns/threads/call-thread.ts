import { columnErrors } from '../errors.js'
import type { BlockThread } from './block-runner.js'
import type { FromThread, ToThread } from './messages.js'
import { unpackError } from './pack-error.js'

type Told<Type extends FromThread['type']> = Extract<FromThread, { type: Type }>

/** The ingest's side of a thread: what it is told, and waiting for what it tells. */
export interface ThreadCall {
  /** It was told something. */
  readonly isUsed: boolean
  post(message: ToThread, moved?: readonly ArrayBuffer[]): void
  on<Type extends FromThread['type']>(type: Type, listener: (message: Told<Type>) => void): void
  /** Resolves once the condition holds, which is asked after each message; rejects as soon as the thread failed. */
  until(condition: () => boolean): Promise<void>
  /** What waits now or later rejects with the first error that was told. */
  readonly fail: (error: unknown) => void
  /** Ends the thread, whatever it does. */
  end(): Promise<void>
}

export function callThread(thread: BlockThread): ThreadCall {
  const listeners = new Map<string, (message: never) => void>()
  const waiting = new Set<() => void>()
  let failure: { readonly error: unknown } | undefined
  let isUsed = false

  function wake(): void {
    for (const resume of waiting) resume()
    waiting.clear()
  }

  function fail(error: unknown): void {
    failure ??= { error }
    wake()
  }

  thread.listen((message) => {
    const told = message as FromThread
    if (told.type === 'failed') fail(unpackError(told.error))
    else listeners.get(told.type)?.(told as never)
    wake()
  })
  void thread.ended.then((cause) => fail(lostThread(cause)))

  return {
    get isUsed() {
      return isUsed
    },
    post(message, moved) {
      isUsed = true
      thread.post(message, moved)
    },
    on: (type, listener) => {
      listeners.set(type, listener)
    },
    async until(condition) {
      while (failure === undefined && !condition()) {
        await new Promise<void>((resume) => {
          waiting.add(resume)
        })
      }
      if (failure !== undefined) throw failure.error
    },
    fail,
    end: () => thread.end(),
  }
}

function lostThread(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause ?? 'it was ended')
  return columnErrors.create(
    'INGEST_THREAD_LOST',
    `A thread of the ingest ended before its work was done: ${reason}. Nothing of the ingest was kept.`,
    { reason },
    { hint: 'Try again; with one thread less memory is needed.', cause },
  )
}
