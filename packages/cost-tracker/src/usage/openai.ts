import { readCount, readObject, readOptionalCount, restOf, usageError } from './read-count.js'
import { compactUsage, type Usage } from './usage.js'

/**
 * OpenAI Chat Completions `usage`: cached, audio and written tokens are parts of `prompt_tokens`; reasoning and
 * audio are parts of `completion_tokens`. Source: the API reference, "The chat completion object".
 * Undefined when the payload holds no usage.
 */
export function fromOpenAiChat(payload: unknown): Usage | undefined {
  const shape = 'openai-chat'
  const usage = readObject(payload)
  const prompt = readOptionalCount(shape, usage, 'prompt_tokens')
  if (prompt === undefined) return undefined
  const completion = readCount(shape, usage, 'completion_tokens')
  const input = readObject(usage?.['prompt_tokens_details'])
  const output = readObject(usage?.['completion_tokens_details'])
  return splitOpenAi(shape, {
    prompt,
    completion,
    cached: readCount(shape, input, 'cached_tokens'),
    written: readCount(shape, input, 'cache_write_tokens'),
    audio: readCount(shape, input, 'audio_tokens'),
    image: readCount(shape, input, 'image_tokens'),
    reasoning: readCount(shape, output, 'reasoning_tokens'),
    outputAudio: readCount(shape, output, 'audio_tokens'),
  })
}

/**
 * OpenAI Responses `usage`: the same parts under `input_tokens` and `output_tokens`.
 * Source: the API reference, "The response object".
 */
export function fromOpenAiResponses(payload: unknown): Usage | undefined {
  const shape = 'openai-responses'
  const usage = readObject(payload)
  const prompt = readOptionalCount(shape, usage, 'input_tokens')
  if (prompt === undefined) return undefined
  const input = readObject(usage?.['input_tokens_details'])
  const output = readObject(usage?.['output_tokens_details'])
  return splitOpenAi(shape, {
    prompt,
    completion: readCount(shape, usage, 'output_tokens'),
    cached: readCount(shape, input, 'cached_tokens'),
    written: readCount(shape, input, 'cache_write_tokens'),
    audio: readCount(shape, input, 'audio_tokens'),
    image: readCount(shape, input, 'image_tokens'),
    reasoning: readCount(shape, output, 'reasoning_tokens'),
    outputAudio: readCount(shape, output, 'audio_tokens'),
  })
}

/** Totals with parts inside them, as OpenAI counts. */
export interface InclusiveCounts {
  readonly prompt: number
  readonly completion: number
  readonly cached: number
  readonly written: number
  readonly audio: number
  readonly image: number
  readonly reasoning: number
  readonly outputAudio: number
}

/** Inclusive totals as disjoint buckets. Cached tokens count as text first, and as audio for what text cannot hold. */
export function splitOpenAi(shape: string, counts: InclusiveCounts): Usage {
  const { prompt, completion, cached, written, audio, image, reasoning, outputAudio } = counts
  const overlap = Math.max(0, cached + written + audio + image - prompt)
  if (overlap > Math.min(cached, audio)) {
    throw usageError(shape, `cached, written, audio and image tokens exceed the ${prompt} of the prompt`)
  }
  return compactUsage({
    input: prompt - (cached + written + audio + image - overlap),
    cacheRead: cached - overlap,
    cacheWrite5m: written,
    inputAudio: audio - overlap,
    cacheReadAudio: overlap,
    inputImage: image,
    output: restOf(shape, 'the completion', completion, reasoning + outputAudio),
    reasoning,
    outputAudio,
    requests: 1,
  })
}
