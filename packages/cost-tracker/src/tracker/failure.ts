/** Statuses that say nothing of whether the provider did the work: time-outs, and a connection that broke. */
const inDoubt: ReadonlySet<number> = new Set([408, 499, 502, 504, 520, 522, 524])

/**
 * Whether a failed call was certainly not billed: the provider (or a proxy before it) answered with an error.
 * No answer at all is in doubt, and is charged as held. Reads the `statusCode` of the AI SDK's errors and the
 * `status` of the providers' own clients.
 */
export function isRejected(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { statusCode, status } = error as { statusCode?: unknown; status?: unknown }
  const code = typeof statusCode === 'number' ? statusCode : status
  return typeof code === 'number' && code >= 400 && !inDoubt.has(code)
}
