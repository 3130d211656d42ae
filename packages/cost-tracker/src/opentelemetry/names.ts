/**
 * Names of the GenAI semantic conventions of OpenTelemetry, which change while they are in development: one table
 * for each version that is supported. Cost has no name there, so that it is `assay.cost.*`.
 */
export interface GenAiNames {
  readonly provider: string
  readonly operation: string
  readonly requestModel: string
  readonly inputTokens: string
  readonly outputTokens: string
  readonly cacheReadTokens: string
  readonly cacheWriteTokens: string
  readonly tokenType: string
  readonly errorType: string
  readonly tokenUsage: string
  readonly operationDuration: string
}

const shared = {
  operation: 'gen_ai.operation.name',
  requestModel: 'gen_ai.request.model',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  tokenType: 'gen_ai.token.type',
  errorType: 'error.type',
  tokenUsage: 'gen_ai.client.token.usage',
  operationDuration: 'gen_ai.client.operation.duration',
} as const

/** `1.36` is the last version with `gen_ai.system`; later ones name the provider and the cached tokens. */
export const genAiNames = {
  '1.36': {
    ...shared,
    provider: 'gen_ai.system',
    cacheReadTokens: 'assay.usage.cache_read_tokens',
    cacheWriteTokens: 'assay.usage.cache_write_tokens',
  },
  '1.40': {
    ...shared,
    provider: 'gen_ai.provider.name',
    cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
    cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens',
  },
} as const satisfies Readonly<Record<string, GenAiNames>>

export type GenAiVersion = keyof typeof genAiNames

/** Names of our own: cost, and what it is charged to. */
export const costNames = {
  /** Exact, as decimal text of dollars, on a span. */
  usd: 'assay.cost.usd',
  certainty: 'assay.cost.certainty',
  priceBook: 'assay.cost.price_book',
  /** Metric, in dollars as a double: for graphs. The ledger is what is exact. */
  spend: 'assay.cost.spend',
  avoided: 'assay.cost.avoided',
  unpriced: 'assay.cost.unpriced_calls',
  tenant: 'assay.tenant',
  purpose: 'assay.purpose',
} as const
