import { calcPrice, type ModelInfo } from '@pydantic/genai-prices'
import type { ModelPrice, PriceBook, Rate } from '../prices/price.js'
import { type UsageBucket, usageBuckets } from '../usage/usage.js'
import { activePrice, type SourcePrice } from './dated-prices.js'

/** Name and version of the data, as every row that it priced keeps them. */
export const genaiPricesId = 'genai-prices@0.1.8'

/** The source's price keys for each bucket, the more particular first; `kcount` is for 1,000, `mtok` for a million. */
const sourceKeys: Readonly<Record<UsageBucket, readonly string[]>> = {
  input: ['input_mtok'],
  cacheRead: ['cache_read_mtok'],
  cacheWrite5m: ['cache_write_5m_mtok', 'cache_write_mtok'],
  cacheWrite1h: ['cache_write_1h_mtok', 'cache_write_mtok'],
  inputAudio: ['input_audio_mtok'],
  cacheReadAudio: ['cache_audio_read_mtok'],
  inputImage: ['input_image_mtok'],
  cacheReadImage: ['cache_image_read_mtok'],
  output: ['output_mtok'],
  reasoning: ['output_reasoning_mtok'],
  outputAudio: ['output_audio_mtok'],
  outputImage: ['output_image_mtok'],
  requests: ['requests_kcount'],
  webSearches: ['web_searches_kcount'],
}

const maxRemembered = 2_000
/** Longer names are of no model; they never reach the source's regular expressions. */
const maxNameLength = 200

/**
 * The bundled data of `@pydantic/genai-prices` as a price book: its matching of names and its dates, our exact
 * arithmetic. Nothing is fetched. Provider names of the AI SDK (`openai.chat`, `google.vertex.chat`) are read too.
 */
export function createGenaiPrices(): PriceBook {
  const models = new Map<string, { provider: string; info: ModelInfo } | undefined>()
  const rates = new WeakMap<SourcePrice, ModelPrice['rates']>()
  return {
    id: genaiPricesId,
    find(provider, model, atMs) {
      const key = `${provider.length}:${provider}${model}`
      let found = models.get(key)
      if (found === undefined && !models.has(key)) {
        found = findModel(provider, model)
        // Names come from callers: a bound keeps a stream of invented ones from growing the memory.
        if (models.size >= maxRemembered) models.clear()
        models.set(key, found)
      }
      if (found === undefined) return undefined
      const { price, since } = activePrice(found.info, atMs)
      let own = rates.get(price)
      if (own === undefined) {
        own = toRates(price)
        rates.set(price, own)
      }
      const contextTokens = found.info.context_window ?? null
      return {
        bookId: genaiPricesId,
        provider: found.provider,
        model: found.info.id,
        since,
        rates: own,
        contextTokens,
      }
    },
  }
}

/** How the AI SDK's first name part maps to the source's provider ids, where they differ. */
const providerIds: Readonly<Record<string, string>> = {
  'amazon-bedrock': 'aws',
  bedrock: 'aws',
  gemini: 'google',
  togetherai: 'together',
  xai: 'x-ai',
}

function findModel(provider: string, model: string): { provider: string; info: ModelInfo } | undefined {
  if (provider.length > maxNameLength || model.length > maxNameLength) return undefined
  const [first = ''] = provider.split('.')
  const result = calcPrice({}, model, { providerId: providerIds[first] ?? first })
  return result === null ? undefined : { provider: result.provider.id, info: result.model }
}

function toRates(price: SourcePrice): ModelPrice['rates'] {
  const rates: Partial<Record<UsageBucket, Rate>> = {}
  for (const bucket of usageBuckets) {
    for (const key of sourceKeys[bucket]) {
      const value = price[key]
      if (value === undefined || rates[bucket] !== undefined) continue
      const per = key.endsWith('_kcount') ? 1_000 : 1_000_000
      // The shortest text of the double is the decimal that the source's data wrote.
      rates[bucket] =
        typeof value === 'number'
          ? { usd: String(value), per, tiers: [] }
          : {
              usd: String(value.base),
              per,
              tiers: [...value.tiers]
                .sort((a, b) => a.start - b.start)
                .map((tier) => ({ above: tier.start, usd: String(tier.price) })),
            }
    }
  }
  return rates
}
