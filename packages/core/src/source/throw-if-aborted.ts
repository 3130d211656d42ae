import { guardErrors } from '../guard/errors.js'

/** Throws ABORTED once the caller has withdrawn. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw guardErrors.create('ABORTED', 'The call was cancelled.', {}, { cause: signal.reason })
}
