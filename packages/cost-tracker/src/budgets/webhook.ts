import type { BudgetAlert } from './alerts.js'

export interface WebhookOptions {
  readonly url: string
  /** Shared with the receiver; it never leaves. */
  readonly secret: string
  /** How the request leaves: the caller's guarded fetch, where it has one. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly nowMs: () => number
  /** Of one try. Default 5,000. */
  readonly timeoutMs?: number | undefined
  /** Tries in all. Default 3. */
  readonly tries?: number | undefined
  readonly wait?: ((ms: number) => Promise<void>) | undefined
}

/** Header that carries the signature: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export const signatureHeader = 'assay-signature'

const encoder = new TextEncoder()

function importKey(secret: string, use: 'sign' | 'verify') {
  return crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    use,
  ])
}

function toHex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** An `onAlert` that posts each alert as signed JSON; it rejects after the last try. */
export function createAlertWebhook(options: WebhookOptions): (alert: BudgetAlert) => Promise<void> {
  const { url, secret, fetch, nowMs, timeoutMs = 5_000, tries = 3 } = options
  const wait = options.wait ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)))
  return async (alert) => {
    const body = JSON.stringify(alert)
    for (let attempt = 1; ; attempt += 1) {
      const time = Math.floor(nowMs() / 1000)
      const signature = await crypto.subtle.sign(
        'HMAC',
        await importKey(secret, 'sign'),
        encoder.encode(`${time}.${body}`),
      )
      const headers = {
        'content-type': 'application/json',
        [signatureHeader]: `t=${time},v1=${toHex(signature)}`,
      }
      try {
        const signal = AbortSignal.timeout(timeoutMs)
        const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' })
        if (response.ok) return
        throw new Error(`the receiver answered ${response.status}`)
      } catch (error) {
        if (attempt >= tries) throw error
        await wait(250 * 2 ** attempt)
      }
    }
  }
}

/** Whether a received body was signed with the secret, at most `maxAgeMs` ago. Compares in constant time. */
export async function isSignedAlert(received: {
  readonly secret: string
  readonly header: string
  readonly body: string
  readonly nowMs: number
  readonly maxAgeMs?: number | undefined
}): Promise<boolean> {
  const { secret, header, body, nowMs, maxAgeMs = 300_000 } = received
  const match = /^t=(\d{1,15}),v1=([0-9a-f]{64})$/.exec(header)
  if (match === null) return false
  const [, time = '', hex = ''] = match
  if (Math.abs(nowMs - Number(time) * 1000) > maxAgeMs) return false
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return crypto.subtle.verify(
    'HMAC',
    await importKey(secret, 'verify'),
    signature,
    encoder.encode(`${time}.${body}`),
  )
}
