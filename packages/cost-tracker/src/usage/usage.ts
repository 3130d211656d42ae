/**
 * What one call used, in disjoint buckets: their sum is all that was used, and a token is in exactly one.
 * `input` and `output` are what no other bucket holds (text, and what the provider does not tell apart).
 */
export const usageBuckets = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'inputAudio',
  'cacheReadAudio',
  'inputImage',
  'cacheReadImage',
  'output',
  'reasoning',
  'outputAudio',
  'outputImage',
  'requests',
  'webSearches',
] as const

export type UsageBucket = (typeof usageBuckets)[number]

/** Non-negative integers by bucket; a bucket that is not there is 0. */
export type Usage = Readonly<Partial<Record<UsageBucket, number>>>

export const inputBuckets = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'inputAudio',
  'cacheReadAudio',
  'inputImage',
  'cacheReadImage',
] as const satisfies readonly UsageBucket[]

export const outputBuckets = [
  'output',
  'reasoning',
  'outputAudio',
  'outputImage',
] as const satisfies readonly UsageBucket[]

/** Tokens of the prompt, in whatever bucket. Price tiers are chosen by it. */
export function inputTokens(usage: Usage): number {
  return sumBuckets(usage, inputBuckets)
}

/** Tokens that the model wrote, reasoning included. */
export function outputTokens(usage: Usage): number {
  return sumBuckets(usage, outputBuckets)
}

function sumBuckets(usage: Usage, buckets: readonly UsageBucket[]): number {
  return buckets.reduce((sum, bucket) => sum + (usage[bucket] ?? 0), 0)
}

/** Leaves out zeros, and puts the buckets in their declared order. */
export function compactUsage(usage: Usage): Usage {
  const compact: Partial<Record<UsageBucket, number>> = {}
  for (const bucket of usageBuckets) {
    const quantity = usage[bucket] ?? 0
    if (quantity !== 0) compact[bucket] = quantity
  }
  return compact
}

/** `after - before`, bucket by bucket: the usage of a correction, which may be negative. */
export function usageDelta(before: Usage, after: Usage): Usage {
  const delta: Partial<Record<UsageBucket, number>> = {}
  for (const bucket of usageBuckets) delta[bucket] = (after[bucket] ?? 0) - (before[bucket] ?? 0)
  return compactUsage(delta)
}
