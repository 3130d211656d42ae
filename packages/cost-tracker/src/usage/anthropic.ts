import { readCount, readObject, readOptionalCount, restOf } from './read-count.js'
import { compactUsage, type Usage } from './usage.js'

/**
 * Anthropic Messages `usage`: `input_tokens` are the uncached ones only; cache reads and writes come in addition.
 * A write without a lifetime is a 5-minute one. Source: the Messages API reference and "Prompt caching".
 */
export function fromAnthropic(payload: unknown): Usage | undefined {
  const shape = 'anthropic'
  const usage = readObject(payload)
  const input = readOptionalCount(shape, usage, 'input_tokens')
  if (input === undefined) return undefined
  const written5m = readCount(shape, usage, 'cache_creation', 'ephemeral_5m_input_tokens')
  const written1h = readCount(shape, usage, 'cache_creation', 'ephemeral_1h_input_tokens')
  const written = readOptionalCount(shape, usage, 'cache_creation_input_tokens') ?? written5m + written1h
  restOf(shape, 'the cache writes', written, written5m + written1h)
  const output = readCount(shape, usage, 'output_tokens')
  const reasoning = readCount(shape, usage, 'output_tokens_details', 'thinking_tokens')
  return compactUsage({
    input,
    cacheRead: readCount(shape, usage, 'cache_read_input_tokens'),
    cacheWrite5m: written - written1h,
    cacheWrite1h: written1h,
    output: restOf(shape, 'the output', output, reasoning),
    reasoning,
    requests: 1,
    webSearches: readCount(shape, usage, 'server_tool_use', 'web_search_requests'),
  })
}
