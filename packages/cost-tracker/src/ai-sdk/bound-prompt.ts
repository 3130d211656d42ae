import { readObject } from '../usage/read-count.js'

/** What providers add to a prompt on their own (system texts for tools, message frames) stays below this. */
const hiddenTokens = 1_024
/** The most that one image or page costs at a provider's finest setting; small files can cost more than their bytes. */
const fileTokens = 50_000

/**
 * A bound on the tokens of a call's prompt: a token is at least one byte of its text, and its JSON holds all of
 * it. Files count by their bytes; a file that is only named by an address has no bound here: undefined.
 */
export function boundPromptTokens(params: {
  readonly prompt: unknown
  readonly tools?: unknown
  readonly responseFormat?: unknown
}): number | undefined {
  let files = 0
  let bounded = true
  const { prompt, tools, responseFormat } = params
  const text = JSON.stringify({ prompt, tools, responseFormat }, (key, value: unknown) => {
    // Settings for the provider are no part of the prompt.
    if (key === 'providerOptions') return undefined
    if (value instanceof Uint8Array) {
      files += Math.max(value.byteLength, fileTokens)
      return ''
    }
    const part = readObject(value)
    if (part?.['type'] === 'file' || part?.['type'] === 'image') {
      const data = readObject(part['data'])?.['data'] ?? part['data'] ?? part['image']
      if (isAddress(readObject(part['data'])?.['url'] ?? data)) bounded = false
      else if (typeof data === 'string') files += fileTokens
    }
    return value
  })
  if (!bounded) return undefined
  return new TextEncoder().encode(text).length + files + hiddenTokens
}

function isAddress(data: unknown): boolean {
  return data instanceof URL || (typeof data === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(data))
}
