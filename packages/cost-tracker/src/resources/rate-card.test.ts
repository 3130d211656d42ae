import { describe, expect, it } from 'vitest'
import { createRateCard } from './rate-card.js'

const atMs = Date.parse('2026-06-15T00:00:00Z')
const cpu = { name: 'cpu', quantity: 31.5, unit: 'ms', nanoUsd: null }
const bytes = { name: 'bytes-read', quantity: 1_000_000_000, unit: 'B', nanoUsd: null }

describe('a rate card', () => {
  it('leaves everything unpriced by default, never at 0', () => {
    expect(createRateCard().price([cpu, bytes], atMs)).toEqual({ resources: [cpu, bytes], nanoUsd: null })
    expect(createRateCard().price([], atMs).nanoUsd).toBe(0n)
  })

  it('prices what it knows from its date on, exactly', () => {
    const card = createRateCard([
      { name: 'cpu', unit: 'ms', usd: '0.05', per: 3_600_000, since: '2026-01-01' },
      { name: 'cpu', unit: 'ms', usd: '0.10', per: 3_600_000, since: '2026-06-15' },
      { name: 'bytes-read', unit: 'B', usd: '0.01', per: 1_000_000_000, since: '2026-01-01' },
    ])
    // 31.5 ms × $0.10 / 3,600,000 ms = 875 nano-dollars.
    expect(card.price([cpu, bytes], atMs)).toMatchObject({
      resources: [{ nanoUsd: '875' }, { nanoUsd: '10000000' }],
      nanoUsd: 10_000_875n,
    })
    expect(card.price([cpu], atMs - 1).nanoUsd).toBe(438n)
    expect(card.price([cpu], Date.parse('2025-01-01')).nanoUsd).toBeNull()
    const other = { ...cpu, name: 'gpu' }
    expect(card.price([cpu, other], atMs)).toMatchObject({
      resources: [{ nanoUsd: '875' }, other],
      nanoUsd: null,
    })
  })

  it.each([{ since: 'now' }, { usd: 'cheap' }, { per: 0 }])('refuses a rate that is none: %j', (change) => {
    const rate = { name: 'cpu', unit: 'ms', usd: '1', per: 1, since: '2026-01-01', ...change }
    expect(() => createRateCard([rate])).toThrowError(expect.objectContaining({ code: 'PRICE_INVALID' }))
  })
})
