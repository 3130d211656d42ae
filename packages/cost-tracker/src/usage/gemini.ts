import { readCount, readObject, readOptionalCount, restOf } from './read-count.js'
import { compactUsage, type Usage } from './usage.js'

const shape = 'gemini'

/**
 * Gemini `usageMetadata`: cached tokens are part of `promptTokenCount`; tool-use prompts and thoughts come in
 * addition (unless the total says that the candidates hold the thoughts). Images and audio by the modality
 * lists. Source: the Gemini API reference, "UsageMetadata".
 */
export function fromGemini(payload: unknown): Usage | undefined {
  const usage = readObject(payload)
  const prompt = readOptionalCount(shape, usage, 'promptTokenCount')
  if (prompt === undefined) return undefined
  const tool = readCount(shape, usage, 'toolUsePromptTokenCount')
  const cached = readCount(shape, usage, 'cachedContentTokenCount')
  const candidates = readCount(shape, usage, 'candidatesTokenCount')
  const thoughts = readCount(shape, usage, 'thoughtsTokenCount')
  const total = readOptionalCount(shape, usage, 'totalTokenCount')
  const inside = thoughts > 0 && thoughts <= candidates && total === prompt + tool + candidates
  const modality = (list: string, name: string) => countModality(usage?.[list], name)
  const promptAudio = modality('promptTokensDetails', 'AUDIO')
  const promptImage = modality('promptTokensDetails', 'IMAGE')
  const cachedAudio = Math.min(modality('cacheTokensDetails', 'AUDIO'), cached, promptAudio)
  const cachedImage = Math.min(modality('cacheTokensDetails', 'IMAGE'), cached - cachedAudio, promptImage)
  const toolAudio = modality('toolUsePromptTokensDetails', 'AUDIO')
  const toolImage = modality('toolUsePromptTokensDetails', 'IMAGE')
  const audio = promptAudio - cachedAudio + toolAudio
  const image = promptImage - cachedImage + toolImage
  const outputAudio = modality('candidatesTokensDetails', 'AUDIO')
  const outputImage = modality('candidatesTokensDetails', 'IMAGE')
  return compactUsage({
    input: restOf(shape, 'the prompt', prompt + tool, cached + audio + image),
    cacheRead: cached - cachedAudio - cachedImage,
    cacheReadAudio: cachedAudio,
    inputAudio: audio,
    inputImage: image,
    cacheReadImage: cachedImage,
    output: restOf(shape, 'the candidates', candidates, outputAudio + outputImage + (inside ? thoughts : 0)),
    reasoning: thoughts,
    outputAudio,
    outputImage,
    requests: 1,
  })
}

function countModality(details: unknown, name: string): number {
  if (!Array.isArray(details)) return 0
  return details
    .filter((detail) => readObject(detail)?.['modality'] === name)
    .reduce((sum: number, detail) => sum + readCount(shape, detail, 'tokenCount'), 0)
}
