import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { calcPrice, findProvider, type ModelInfo } from '@pydantic/genai-prices'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chargeUsage } from '../prices/charge.js'
import { inputTokens, type Usage } from '../usage/usage.js'
import { createGenaiPrices, genaiPricesId } from './index.js'

const providers = [
  'anthropic',
  'aws',
  'azure',
  'cohere',
  'deepseek',
  'google',
  'groq',
  'mistral',
  'openai',
  'openrouter',
  'x-ai',
]
const models = providers.flatMap((provider) =>
  (findProvider({ providerId: provider })?.models ?? []).map((info) => ({ provider, info })),
)
const prices = createGenaiPrices()

/** The source wants totals that hold their parts. */
function toSource(usage: Usage): Record<string, number> {
  const get = (bucket: keyof Usage) => usage[bucket] ?? 0
  const written = get('cacheWrite5m') + get('cacheWrite1h')
  return {
    input_tokens: inputTokens(usage),
    cache_read_tokens: get('cacheRead') + get('cacheReadAudio'),
    cache_write_tokens: written,
    cache_write_5m_tokens: get('cacheWrite5m'),
    cache_write_1h_tokens: get('cacheWrite1h'),
    input_audio_tokens: get('inputAudio') + get('cacheReadAudio'),
    cache_audio_read_tokens: get('cacheReadAudio'),
    input_image_tokens: get('inputImage'),
    output_tokens: get('output') + get('reasoning') + get('outputAudio') + get('outputImage'),
    output_reasoning_tokens: get('reasoning'),
    output_audio_tokens: get('outputAudio'),
    output_image_tokens: get('outputImage'),
    web_searches: get('webSearches'),
  }
}

function priced(info: ModelInfo): boolean {
  const all = Array.isArray(info.prices) ? info.prices.map((dated) => dated.prices) : [info.prices]
  return all.every((price) => price['input_mtok'] !== undefined && price['output_mtok'] !== undefined)
}

describe('prices agree with their source', () => {
  const count = fc.oneof(fc.constant(0), fc.nat({ max: 400_000 }))
  const usage = fc.record({
    input: count,
    cacheRead: count,
    cacheWrite5m: count,
    cacheWrite1h: count,
    inputAudio: count,
    cacheReadAudio: count,
    output: count,
    reasoning: count,
  })
  const at = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })

  it('on random pairs of model and usage, at random times', () => {
    const known = models.filter(({ info }) => priced(info))
    let compared = 0
    fc.assert(
      fc.property(fc.constantFrom(...known), usage, at, ({ provider, info }, used, date) => {
        const source = calcPrice(toSource(used), info.id, { providerId: provider, timestamp: date })
        const price = prices.find(provider, info.id, date.getTime())
        const own = chargeUsage({ ...used, requests: 1 }, price)
        expect(price?.model).toBe(source?.model.id)
        // Some names of the source match no model, not even their own; then both must not know them.
        if (source === null) {
          expect(own.nanoUsd).toBeNull()
          return
        }
        const exact = source.total_price * 1e9
        // The source adds doubles; ours is exact and rounded once.
        expect(Math.abs(Number(own.nanoUsd) - exact)).toBeLessThanOrEqual(0.5 + exact * 1e-12)
        compared += 1
      }),
      { numRuns: 600 },
    )
    expect(compared).toBeGreaterThanOrEqual(300)
  })

  it('reads every model of the source without an error', () => {
    const found = models.filter(({ provider, info }) => {
      const price = prices.find(provider, info.id, Date.parse('2026-11-01'))
      expect(price === undefined || price.bookId === genaiPricesId).toBe(true)
      return price !== undefined
    })
    expect(found.length).toBeGreaterThan(700)
  })
})

it('does not know an unknown model, provider, or an endless name', () => {
  expect(prices.find('openai', 'no-such-model', 0)).toBeUndefined()
  expect(prices.find('my-own-cluster', 'gpt-4o', 0)).toBeUndefined()
  expect(prices.find('openai', 'gpt-4o'.repeat(1000), 0)).toBeUndefined()
})

it('follows prices over the hours of a day and over a dated change', () => {
  const night = prices.find('deepseek', 'deepseek-chat', Date.parse('2026-01-01T20:00:00Z'))
  const day = prices.find('deepseek', 'deepseek-chat', Date.parse('2026-01-01T12:00:00Z'))
  expect(chargeUsage({ output: 1_000_000 }, night).nanoUsd).toBe(550_000_000n)
  expect(chargeUsage({ output: 1_000_000 }, day).nanoUsd).toBe(1_100_000_000n)
  expect(prices.find('openai', 'o3', Date.parse('2025-06-09T23:59:59Z'))?.rates.input?.usd).toBe('10')
  expect(prices.find('openai', 'o3', Date.parse('2025-06-10T00:00:00Z'))).toMatchObject({
    since: '2025-06-10',
    rates: { input: { usd: '2' } },
  })
})

it('names the version that is installed', () => {
  const require = createRequire(import.meta.url)
  const path = require.resolve('@pydantic/genai-prices').replace(/dist.*$/, 'package.json')
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
  expect(genaiPricesId).toBe(`genai-prices@${version}`)
})
