import { fromAnthropic } from './anthropic.js'
import { fromGemini } from './gemini.js'
import { fromOpenAiResponses } from './openai.js'
import { fromOpenAiCompatible } from './openai-compatible.js'
import { readCount, readObject, readOptionalCount, restOf } from './read-count.js'
import { compactUsage, inputTokens, outputTokens, type Usage } from './usage.js'

const shape = 'ai-sdk'

/**
 * Usage as the AI SDK's language models report it (specifications V3 and V4, that is AI SDK 6 and 7). Its input
 * buckets are disjoint. Where `raw` is a payload of a known provider that agrees on the totals, its finer buckets
 * (1-hour cache writes, audio, searches) are used. Undefined when nothing was reported.
 */
export function fromAiSdk(reported: unknown): Usage | undefined {
  const usage = readObject(reported)
  const input = readObject(usage?.['inputTokens'])
  const output = readObject(usage?.['outputTokens'])
  const cacheRead = readCount(shape, input, 'cacheRead')
  const cacheWrite = readCount(shape, input, 'cacheWrite')
  const noCache = readOptionalCount(shape, input, 'noCache')
  const total = readOptionalCount(shape, input, 'total')
  const reasoning = readCount(shape, output, 'reasoning')
  const text = readOptionalCount(shape, output, 'text')
  const written = readOptionalCount(shape, output, 'total')
  if (total === undefined && noCache === undefined) return undefined
  if (written === undefined && text === undefined) return undefined
  const own = compactUsage({
    input: noCache ?? restOf(shape, 'the prompt', total ?? 0, cacheRead + cacheWrite),
    cacheRead,
    cacheWrite5m: cacheWrite,
    output: text ?? restOf(shape, 'the output', written ?? 0, reasoning),
    reasoning,
    requests: 1,
  })
  const finer = fromRaw(usage?.['raw'])
  const agrees =
    finer !== undefined &&
    inputTokens(finer) === inputTokens(own) &&
    outputTokens(finer) === outputTokens(own)
  return agrees ? finer : own
}

/** The provider's own payload, told by the names that only it uses. A contradiction in it is no news here. */
function fromRaw(raw: unknown): Usage | undefined {
  const payload = readObject(raw)
  if (payload === undefined) return undefined
  const has = (key: string) => Object.hasOwn(payload, key)
  try {
    if (has('promptTokenCount')) return fromGemini(payload)
    if (has('cache_creation_input_tokens') || has('cache_creation')) return fromAnthropic(payload)
    if (has('input_tokens_details')) return fromOpenAiResponses(payload)
    if (has('prompt_tokens')) return fromOpenAiCompatible(payload)
  } catch {
    return undefined
  }
  return undefined
}
