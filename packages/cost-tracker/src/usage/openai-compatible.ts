import { splitOpenAi } from './openai.js'
import { readCount, readObject, readOptionalCount, usageError } from './read-count.js'
import type { Usage } from './usage.js'

/**
 * `usage` of services that speak OpenAI's protocol with habits of their own: DeepSeek names cached tokens
 * `prompt_cache_hit_tokens`, Moonshot `cached_tokens`; xAI counts reasoning (and at times cached tokens) beside
 * the totals, not in them. `total_tokens` decides which was meant.
 */
export function fromOpenAiCompatible(payload: unknown): Usage | undefined {
  const shape = 'openai-compatible'
  const usage = readObject(payload)
  const prompt = readOptionalCount(shape, usage, 'prompt_tokens')
  if (prompt === undefined) return undefined
  const completion = readCount(shape, usage, 'completion_tokens')
  const total = readOptionalCount(shape, usage, 'total_tokens')
  const cached =
    readOptionalCount(shape, usage, 'prompt_tokens_details', 'cached_tokens') ??
    readOptionalCount(shape, usage, 'prompt_cache_hit_tokens') ??
    readCount(shape, usage, 'cached_tokens')
  const reasoning =
    readOptionalCount(shape, usage, 'completion_tokens_details', 'reasoning_tokens') ??
    readCount(shape, usage, 'reasoning_tokens')
  const fullPrompt = cached > prompt ? prompt + cached : prompt
  const besides = reasoning > completion || (reasoning > 0 && total === fullPrompt + completion + reasoning)
  const fullCompletion = besides ? completion + reasoning : completion
  // The full sum may leave out nothing that the provider counted: xAI's own total is the witness.
  if (cached > prompt && total !== undefined && total < fullPrompt + completion) {
    throw usageError(shape, `${cached} cached tokens exceed the ${prompt} of the prompt`)
  }
  return splitOpenAi(shape, {
    prompt: fullPrompt,
    completion: fullCompletion,
    cached,
    written: readCount(shape, usage, 'prompt_tokens_details', 'cache_write_tokens'),
    audio: readCount(shape, usage, 'prompt_tokens_details', 'audio_tokens'),
    image: readCount(shape, usage, 'prompt_tokens_details', 'image_tokens'),
    reasoning,
    outputAudio: readCount(shape, usage, 'completion_tokens_details', 'audio_tokens'),
  })
}
