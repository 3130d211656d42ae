/** One call of a model, as charged. Amounts are decimal strings of nano-dollars (10^-9 USD). */
export interface ModelCall {
  readonly model: string
  readonly purpose: string
  readonly nanoUsd: string | null
}

/** What the machine did beside the calls. Unpriced is `null`, never 0. */
export interface ResourceUse {
  readonly name: string
  readonly quantity: number
  readonly unit: string
  readonly nanoUsd: string | null
}

/** The bill of one answer. Money is a decimal string of whole nano-dollars. */
export interface Bill {
  readonly nanoUsd: string
  readonly calls: readonly ModelCall[]
  /** Cost of calls that a cache replaced, at their recorded price. */
  readonly savedNanoUsd: string
  readonly reservedNanoUsd: string
  readonly resources: readonly ResourceUse[]
}

/** The bill of an answer for which no model was called. */
export function emptyBill(resources: readonly ResourceUse[] = []): Bill {
  return { nanoUsd: '0', calls: [], savedNanoUsd: '0', reservedNanoUsd: '0', resources }
}
