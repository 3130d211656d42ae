import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromAnthropic } from './anthropic.js'
import { fromGemini } from './gemini.js'
import { fromOpenAiChat, fromOpenAiResponses } from './openai.js'
import { fromOpenAiCompatible } from './openai-compatible.js'
import { compactUsage, inputTokens, outputTokens, type Usage, usageBuckets, usageDelta } from './usage.js'

const count = fc.nat({ max: 1_000_000 })

describe('buckets are disjoint: they add up to what the provider totals', () => {
  const parts = fc.record({
    text: count,
    cached: count,
    audio: count,
    written: count,
    out: count,
    reasoning: count,
  })

  it('OpenAI: parts are inside the totals', () => {
    fc.assert(
      fc.property(parts, ({ text, cached, audio, written, out, reasoning }) => {
        const prompt = text + cached + audio + written
        const input = { cached_tokens: cached, audio_tokens: audio, cache_write_tokens: written }
        const chat = {
          prompt_tokens: prompt,
          completion_tokens: out + reasoning,
          total_tokens: prompt + out + reasoning,
          prompt_tokens_details: input,
          completion_tokens_details: { reasoning_tokens: reasoning },
        }
        const responses = {
          input_tokens: prompt,
          output_tokens: out + reasoning,
          input_tokens_details: input,
          output_tokens_details: { reasoning_tokens: reasoning },
        }
        const expected = compactUsage({
          input: text,
          cacheRead: cached,
          inputAudio: audio,
          cacheWrite5m: written,
          output: out,
          reasoning,
          requests: 1,
        })
        expect(fromOpenAiChat(chat)).toEqual(expected)
        expect(fromOpenAiResponses(responses)).toEqual(expected)
        expect(fromOpenAiCompatible(chat)).toEqual(expected)
      }),
    )
  })

  it('Anthropic: cache reads and writes come in addition', () => {
    fc.assert(
      fc.property(parts, ({ text, cached, audio, written, out, reasoning }) => {
        const usage = fromAnthropic({
          input_tokens: text,
          cache_read_input_tokens: cached,
          cache_creation_input_tokens: written + audio,
          cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: audio },
          output_tokens: out + reasoning,
          output_tokens_details: { thinking_tokens: reasoning },
        })
        expect(usage).toMatchObject(compactUsage({ input: text, cacheWrite5m: written, cacheWrite1h: audio }))
        expect(inputTokens(usage ?? {})).toBe(text + cached + written + audio)
        expect(outputTokens(usage ?? {})).toBe(out + reasoning)
      }),
    )
  })

  it('Gemini: cached tokens are inside, thoughts and tool prompts beside', () => {
    fc.assert(
      fc.property(parts, ({ text, cached, audio, written, out, reasoning }) => {
        const usage = fromGemini({
          promptTokenCount: text + cached + audio,
          cachedContentTokenCount: cached,
          toolUsePromptTokenCount: written,
          candidatesTokenCount: out,
          thoughtsTokenCount: reasoning,
          promptTokensDetails: [
            { modality: 'TEXT', tokenCount: text + cached },
            { modality: 'AUDIO', tokenCount: audio },
          ],
        })
        const buckets = {
          input: text + written,
          cacheRead: cached,
          inputAudio: audio,
          output: out,
          reasoning,
        }
        expect(usage).toEqual(compactUsage({ ...buckets, requests: 1 }))
      }),
    )
  })
})

it('a delta added to what was gives what is', () => {
  const usage = fc
    .record(Object.fromEntries(usageBuckets.map((bucket) => [bucket, count])))
    .map((record): Usage => compactUsage(record))
  fc.assert(
    fc.property(usage, usage, (before, after) => {
      const delta = usageDelta(before, after)
      for (const bucket of usageBuckets) {
        expect((before[bucket] ?? 0) + (delta[bucket] ?? 0)).toBe(after[bucket] ?? 0)
      }
    }),
  )
})
