import { isAssayError } from '@assay/store/error'
import { sourceErrors } from '../errors.js'
import { throwIfAborted } from '../throw-if-aborted.js'
import type { UrlOptions } from './url-options.js'

const maxRedirects = 5
/** Attempts in a row that bring nothing. */
const maxAttempts = 5
const defaultRetryMs = 250
const defaultStallMs = 60_000
/** A server that asks for a longer pause is not waited for. */
const maxPauseMs = 30_000
const redirects = new Set([301, 302, 303, 307, 308])
/** Answers that may be others in a moment. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504])

/** A failure that may pass; `error` is what it is if it does not. */
export class PassingFailure {
  constructor(
    readonly error: Error,
    readonly pauseMs: number | undefined = undefined,
  ) {}
}

/** An answer that ends with an error when it is waited for too long. */
export interface Answer {
  readonly response: Response
  /** It is waited for from now on. */
  watch(): void
  /** It is not waited for. */
  rest(): void
}

/** Asks one address. */
export interface Requester {
  readonly location: string
  /** One request with its redirects. Throws a PassingFailure where another attempt may help. */
  send(headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<Answer>
  /** Tries until it succeeds, fails for good, or failed as often as may be; `attempt` counts from 0. */
  retry<Result>(work: (attempt: number) => Promise<Result>, signal: AbortSignal | undefined): Promise<Result>
  /** Waits before an attempt; throws the failure when it was the last one. */
  pause(failure: PassingFailure, attempt: number, signal: AbortSignal | undefined): Promise<void>
}

export function createRequester(address: URL, options: UrlOptions): Requester {
  const { allow, retryMs = defaultRetryMs, stallMs = defaultStallMs } = options
  const location = address.href
  const ask = options.fetch ?? globalThis.fetch

  async function check(url: URL, from: URL | undefined): Promise<void> {
    const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
    if (!isWeb) throw refused(location, `it leads to ${url.protocol}`)
    if (url.protocol === 'http:' && from?.protocol === 'https:')
      throw refused(location, 'it leads from https to http')
    if (url.username !== '' || url.password !== '') throw refused(location, 'it holds a name or a password')
    if (allow !== undefined && !(await allow(url))) throw refused(location, `${url.origin} is not allowed`)
  }

  async function send(
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    throwIfAborted(signal)
    const stall = new AbortController()
    const stalled = () => stall.abort(new Error(`no byte came for ${stallMs} ms`))
    let timer: ReturnType<typeof setTimeout> | undefined
    const rest = () => clearTimeout(timer)
    const watch = () => {
      rest()
      timer = setTimeout(stalled, stallMs)
    }
    const both = signal === undefined ? stall.signal : AbortSignal.any([stall.signal, signal])
    watch()
    try {
      return { response: await follow(headers, both), watch, rest }
    } catch (error) {
      throwIfAborted(signal)
      throw error
    } finally {
      rest()
    }
  }

  async function follow(headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    let url = address
    let from: URL | undefined
    for (let hop = 0; ; hop++) {
      await check(url, from)
      // Encoded bytes have other offsets.
      const told = url.origin === address.origin ? options.headers : {}
      const response = await ask(url, {
        headers: { ...told, 'accept-encoding': 'identity', ...headers },
        redirect: 'manual',
        signal,
      }).catch((cause: unknown) => {
        throw new PassingFailure(unreadable(location, reasonOf(cause), cause))
      })
      if (!redirects.has(response.status)) return checkStatus(response, location)
      await response.body?.cancel()
      const to = response.headers.get('location')
      if (to === null || hop === maxRedirects)
        throw unreadable(
          location,
          to === null ? 'a redirect to nowhere' : `more than ${maxRedirects} redirects`,
        )
      from = url
      url = new URL(to, url)
    }
  }

  async function pause(
    failure: PassingFailure,
    attempt: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const pauseMs = failure.pauseMs ?? retryMs * 2 ** attempt
    if (attempt + 1 >= maxAttempts || pauseMs > maxPauseMs) throw failure.error
    await wait(pauseMs, signal)
  }

  return {
    location,
    send,
    pause,
    async retry(work, signal) {
      for (let attempt = 0; ; attempt++) {
        try {
          return await work(attempt)
        } catch (failure) {
          if (!(failure instanceof PassingFailure)) throw failure
          await pause(failure, attempt, signal)
        }
      }
    },
  }
}

async function checkStatus(response: Response, location: string): Promise<Response> {
  const { status } = response
  if (status === 200 || status === 206 || status === 416) return response
  await response.body?.cancel()
  if (status === 404 || status === 410)
    throw sourceErrors.create(
      'SOURCE_MISSING',
      `There is nothing at ${location} (HTTP ${status}).`,
      { location },
      { hint: 'Check the address.' },
    )
  const error = unreadable(location, `HTTP ${status}`)
  if (passing.has(status)) throw new PassingFailure(error, readRetryAfter(response.headers))
  throw error
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function readRetryAfter(headers: Headers): number | undefined {
  const told = headers.get('retry-after')
  if (told === null) return undefined
  const ms = /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

/** Resolves after the pause, or rejects as soon as the caller gives up. */
async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done, { once: true })
  })
  throwIfAborted(signal)
}

/** Why a request failed, in the words of what caused it. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error ? cause.cause.message : cause.message
}

function refused(location: string, problem: string): Error {
  return sourceErrors.create(
    'SOURCE_ADDRESS_REFUSED',
    `${location} is not read: ${problem}.`,
    { location, problem },
    {
      hint: 'Give an http or https address that may be read, with credentials in headers, not in the address.',
    },
  )
}

export function unreadable(location: string, reason: string, cause?: unknown): Error {
  if (isAssayError(cause)) return cause
  const isForbidden = reason === 'HTTP 401' || reason === 'HTTP 403'
  return sourceErrors.create(
    'SOURCE_UNREADABLE',
    `${location} cannot be read (${reason}).`,
    { location, reason },
    { hint: isForbidden ? 'It asks for credentials: pass them as headers.' : 'Try again later.', cause },
  )
}
