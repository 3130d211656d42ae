import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { BudgetAlert } from './alerts.js'
import { createAlertWebhook, isSignedAlert, signatureHeader } from './webhook.js'

const alert: BudgetAlert = {
  type: 'budget-alerted',
  budget: 'team',
  value: 'acme',
  share: 0.8,
  spentNanoUsd: '80000000',
  capNanoUsd: '100000000',
  startsAt: '2026-06-01T00:00:00.000Z',
  resetsAt: '2026-07-01T00:00:00.000Z',
}
const nowMs = () => Date.parse('2026-06-15T12:00:00Z')

describe('the webhook', () => {
  it('posts a signed alert, again after an error, to a real server', async () => {
    const received: { header: string; body: string }[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += String(chunk)
      })
      request.on('end', () => {
        received.push({ header: String(request.headers[signatureHeader]), body })
        response.writeHead(received.length === 1 ? 503 : 204).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`
    await createAlertWebhook({ url, secret: 's3cret', fetch, nowMs, wait: async () => undefined })(alert)
    await new Promise((resolve) => server.close(resolve))
    expect(received).toHaveLength(2)
    const { header, body } = received[1]!
    expect(JSON.parse(body)).toEqual(alert)
    const signed = { secret: 's3cret', header, body, nowMs: nowMs() }
    expect(await isSignedAlert(signed)).toBe(true)
    expect(await isSignedAlert({ ...signed, body: body.replace('0.8', '0.9') })).toBe(false)
    expect(await isSignedAlert({ ...signed, secret: 'other' })).toBe(false)
    expect(await isSignedAlert({ ...signed, nowMs: nowMs() + 300_001 })).toBe(false)
    expect(await isSignedAlert({ ...signed, header: 't=1,v1=zz' })).toBe(false)
  })

  it('gives up after its tries', async () => {
    let calls = 0
    const fetch = async () => {
      calls += 1
      throw new Error('down')
    }
    const send = createAlertWebhook({
      url: 'http://x',
      secret: 's',
      fetch,
      nowMs,
      wait: async () => undefined,
      tries: 2,
    })
    await expect(send(alert)).rejects.toThrow('down')
    expect(calls).toBe(2)
  })
})
