import { describe, expect, it } from 'vitest'
import { createGenaiPrices } from '../genai-prices/index.js'
import { chargeUsage } from '../prices/charge.js'
import { fromAiSdk } from './ai-sdk.js'
import { fromAnthropic } from './anthropic.js'
import { fromGemini } from './gemini.js'
import { fromOpenAiChat, fromOpenAiResponses } from './openai.js'
import { fromOpenAiCompatible } from './openai-compatible.js'
import type { Usage } from './usage.js'

interface Payload {
  readonly source: string
  readonly read: (payload: unknown) => Usage | undefined
  readonly provider: string
  readonly model: string
  readonly at: string
  readonly usage: unknown
  readonly buckets: Usage
  /** Worked out by hand from the prices in the comment beside it. */
  readonly nanoUsd: bigint
}

const payloads: readonly Payload[] = [
  {
    source: 'AI SDK, packages/openai/src/chat/__fixtures__/openai-text.json',
    read: fromOpenAiChat,
    provider: 'openai.chat',
    model: 'gpt-4.1-nano-2025-04-14',
    at: '2026-02-12',
    usage: {
      prompt_tokens: 16,
      completion_tokens: 363,
      total_tokens: 379,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 0,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    buckets: { input: 16, output: 363, requests: 1 },
    nanoUsd: 146_800n, // 16 × $0.10/M + 363 × $0.40/M
  },
  {
    source: 'OpenAI, "Prompt caching" guide: the usage of a call with a cached prefix',
    read: fromOpenAiChat,
    provider: 'openai',
    model: 'gpt-4o-2024-08-06',
    at: '2026-02-12',
    usage: {
      prompt_tokens: 2006,
      completion_tokens: 300,
      total_tokens: 2306,
      prompt_tokens_details: { cached_tokens: 1920 },
      completion_tokens_details: {
        reasoning_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    buckets: { input: 86, cacheRead: 1920, output: 300, requests: 1 },
    nanoUsd: 5_615_000n, // 86 × $2.50/M + 1,920 × $1.25/M + 300 × $10/M
  },
  {
    source: 'AI SDK, packages/openai/src/responses/__fixtures__/issue-19921-prompt-cache-breakpoint.json',
    read: fromOpenAiResponses,
    provider: 'openai.responses',
    model: 'gpt-5.6-sol',
    at: '2026-09-01',
    usage: {
      input_tokens: 41,
      input_tokens_details: { cache_write_tokens: 0, cached_tokens: 0 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 46,
    },
    buckets: { input: 41, output: 5, requests: 1 },
    nanoUsd: 264_000n, // 41 × $4/M + 5 × $20/M, the price since 2026-08-21
  },
  {
    source: 'AI SDK, packages/anthropic/src/__fixtures__/anthropic-claude-opus-5-reasoning-high.1.json',
    read: fromAnthropic,
    provider: 'anthropic.messages',
    model: 'claude-opus-4-5',
    at: '2026-09-01',
    usage: {
      input_tokens: 51,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: 1699,
      output_tokens_details: { thinking_tokens: 139 },
      service_tier: 'standard',
      inference_geo: 'global',
    },
    buckets: { input: 51, output: 1560, reasoning: 139, requests: 1 },
    nanoUsd: 42_730_000n, // 51 × $5/M + 1,699 × $25/M
  },
  {
    source: 'Anthropic, "Prompt caching" guide: a response with both cache lifetimes',
    read: fromAnthropic,
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    at: '2026-01-01',
    usage: {
      input_tokens: 2048,
      cache_read_input_tokens: 1800,
      cache_creation_input_tokens: 248,
      output_tokens: 503,
      cache_creation: { ephemeral_5m_input_tokens: 148, ephemeral_1h_input_tokens: 100 },
    },
    buckets: { input: 2048, cacheRead: 1800, cacheWrite5m: 148, cacheWrite1h: 100, output: 503, requests: 1 },
    nanoUsd: 15_384_000n, // 2,048 × $3/M + 1,800 × $0.30/M + 148 × $3.75/M + 100 × $6/M + 503 × $15/M
  },
  {
    source: 'AI SDK, packages/google/src/__fixtures__/issue-19822-complete-usage.json',
    read: fromGemini,
    provider: 'google.generative-ai',
    model: 'gemini-2.5-flash',
    at: '2026-01-01',
    usage: {
      promptTokenCount: 19,
      cachedContentTokenCount: 3,
      candidatesTokenCount: 4,
      toolUsePromptTokenCount: 63,
      thoughtsTokenCount: 56,
      totalTokenCount: 142,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 19 }],
      cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 3 }],
      candidatesTokensDetails: [{ modality: 'TEXT', tokenCount: 4 }],
      toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount: 63 }],
      serviceTier: 'standard',
    },
    buckets: { input: 79, cacheRead: 3, output: 4, reasoning: 56, requests: 1 },
    nanoUsd: 173_790n, // 79 × $0.30/M + 3 × $0.03/M + 60 × $2.50/M
  },
  {
    source: 'AI SDK, packages/google/src/__fixtures__/google-image-gemini-3.1-flash-image.json',
    read: fromGemini,
    provider: 'google.generative-ai',
    model: 'gemini-3.1-flash-image',
    at: '2026-09-01',
    usage: {
      promptTokenCount: 10,
      candidatesTokenCount: 1392,
      totalTokenCount: 1402,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 10 }],
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1120 }],
      serviceTier: 'standard',
    },
    buckets: { input: 10, output: 272, outputImage: 1120, requests: 1 },
    nanoUsd: 68_021_000n, // 10 × $0.50/M + 272 × $3/M + 1,120 × $60/M
  },
  {
    // The provider's own bill stands in the payload: cost_in_usd_ticks 4121500 × 10^-10 USD.
    source: 'AI SDK, packages/xai/src/responses/__fixtures__/issue-17936-chat.json',
    read: fromOpenAiCompatible,
    provider: 'xai.chat',
    model: 'grok-4.3',
    at: '2026-07-28',
    usage: {
      prompt_tokens: 197,
      completion_tokens: 1,
      total_tokens: 344,
      prompt_tokens_details: { text_tokens: 197, audio_tokens: 0, image_tokens: 0, cached_tokens: 192 },
      completion_tokens_details: { reasoning_tokens: 146, audio_tokens: 0 },
      num_sources_used: 0,
      cost_in_usd_ticks: 4121500,
    },
    buckets: { input: 5, cacheRead: 192, output: 1, reasoning: 146, requests: 1 },
    nanoUsd: 412_150n,
  },
  {
    source: 'AI SDK, packages/xai/src/convert-xai-chat-usage.test.ts: cached tokens beside the prompt',
    read: fromOpenAiCompatible,
    provider: 'xai.chat',
    model: 'grok-4.3',
    at: '2026-07-28',
    usage: {
      prompt_tokens: 4142,
      completion_tokens: 254,
      total_tokens: 8724,
      prompt_tokens_details: { cached_tokens: 4328 },
    },
    buckets: { input: 4142, cacheRead: 4328, output: 254, requests: 1 },
    nanoUsd: 6_678_100n, // 4,142 × $1.25/M + 4,328 × $0.20/M + 254 × $2.50/M
  },
  {
    source: 'DeepSeek API reference, "Create chat completion": cache hit and miss counts',
    read: fromOpenAiCompatible,
    provider: 'deepseek.chat',
    model: 'deepseek-chat',
    at: '2026-01-01T12:00:00Z',
    usage: {
      prompt_tokens: 20,
      completion_tokens: 7,
      total_tokens: 27,
      prompt_cache_hit_tokens: 12,
      prompt_cache_miss_tokens: 8,
      completion_tokens_details: { reasoning_tokens: 5 },
    },
    buckets: { input: 8, cacheRead: 12, output: 2, reasoning: 5, requests: 1 },
    nanoUsd: 10_700n, // the day price: 8 × $0.27/M + 12 × $0.07/M + 7 × $1.10/M
  },
]

describe('payloads of providers', () => {
  const prices = createGenaiPrices()
  it.each(payloads.map((payload) => [payload.source, payload] as const))('%s', (_, payload) => {
    const usage = payload.read(payload.usage)
    expect(usage).toEqual(payload.buckets)
    const price = prices.find(payload.provider, payload.model, Date.parse(payload.at))
    expect(price).toBeDefined()
    const charge = chargeUsage(usage ?? {}, price)
    expect(charge.nanoUsd).toBe(payload.nanoUsd)
    expect(charge.lines.reduce((sum, line) => sum + (line.nanoUsd ?? 0n), 0n)).toBe(payload.nanoUsd)
  })
})

describe('the AI SDK', () => {
  it('reports disjoint buckets, which stay as they are', () => {
    const usage = {
      inputTokens: { total: 1000, noCache: 100, cacheRead: 600, cacheWrite: 300 },
      outputTokens: { total: 50, text: 30, reasoning: 20 },
    }
    const expected = { input: 100, cacheRead: 600, cacheWrite5m: 300, output: 30, reasoning: 20, requests: 1 }
    expect(fromAiSdk(usage)).toEqual(expected)
    const totals = {
      inputTokens: { total: 1000, cacheRead: 600, cacheWrite: 300 },
      outputTokens: { total: 50 },
    }
    expect(fromAiSdk(totals)).toEqual({
      input: 100,
      cacheRead: 600,
      cacheWrite5m: 300,
      output: 50,
      requests: 1,
    })
  })

  it('takes the lifetime of cache writes from a raw payload that agrees on the totals', () => {
    const usage = {
      inputTokens: { total: 4096, noCache: 2048, cacheRead: 1800, cacheWrite: 248 },
      outputTokens: { total: 503, text: undefined, reasoning: undefined },
      raw: payloads[4]!.usage,
    }
    expect(fromAiSdk(usage)).toEqual(payloads[4]!.buckets)
    const disagreeing = { ...usage, outputTokens: { total: 504 } }
    expect(fromAiSdk(disagreeing)).toMatchObject({ cacheWrite5m: 248, output: 504 })
  })

  it('says nothing when nothing was reported', () => {
    const nothing = { inputTokens: { total: undefined }, outputTokens: { total: undefined } }
    expect(fromAiSdk(nothing)).toBeUndefined()
    expect(fromAiSdk(undefined)).toBeUndefined()
    expect(fromAiSdk({ inputTokens: { total: 5 }, outputTokens: {} })).toBeUndefined()
  })
})

describe('payloads that contradict themselves', () => {
  it.each([
    [
      'more cached than prompt',
      () => fromOpenAiChat({ prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 6 } }),
    ],
    [
      'more reasoning than completion',
      () =>
        fromOpenAiResponses({
          input_tokens: 1,
          output_tokens: 1,
          output_tokens_details: { reasoning_tokens: 2 },
        }),
    ],
    ['a fraction of a token', () => fromAnthropic({ input_tokens: 1.5 })],
    ['a negative count', () => fromGemini({ promptTokenCount: -1 })],
    ['text for a number', () => fromOpenAiChat({ prompt_tokens: '5' })],
  ])('%s is an error, never a smaller bill', (_, read) => {
    expect(read).toThrowError(expect.objectContaining({ code: 'USAGE_INVALID' }))
  })

  it('a payload without usage is unknown, not zero', () => {
    for (const read of [
      fromOpenAiChat,
      fromOpenAiResponses,
      fromOpenAiCompatible,
      fromAnthropic,
      fromGemini,
    ]) {
      expect(read(undefined)).toBeUndefined()
      expect(read({})).toBeUndefined()
    }
  })
})
