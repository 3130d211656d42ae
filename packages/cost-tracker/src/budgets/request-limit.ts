/** A limit that comes with the request, as `--max-cost`: hard, without an end. */
export interface RequestLimit {
  readonly name: string
  /**
   * Calls that name the same value share one counter, which is forgotten a day after the last of them. `null`: the
   * limit is for this call alone.
   */
  readonly value: string | null
  readonly maxNanoUsd: bigint
}

const prefix = 'request/'

/** The name that a request limit has among budgets, whose own ids hold no slash. */
export function requestBudget(name: string): string {
  return `${prefix}${name}`
}

/** Whether a name is that of a limit which came with a request, and not of a budget that somebody defined. */
export function isRequestLimit(budget: string): boolean {
  return budget.startsWith(prefix)
}
