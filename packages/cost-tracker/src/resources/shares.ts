import type { CostStore } from '../ledger/cost-store.js'

/**
 * Something that is paid for as a whole and used by many questions: the storage of a dataset since it was made, the
 * work of its ingest. Each question takes a part; the parts never add up to more than the whole.
 */
export interface SharedCost {
  readonly subject: string
  /** All that there is to share out by now, in whole units. It may grow, and must not shrink. */
  readonly total: number
  /** The most that one question takes. Default: all that is left. */
  readonly most?: number | undefined
}

/** How often a claim is tried again after others were faster; each of those took its part. */
const maxTries = 50

function dueOf({ total, most = Number.POSITIVE_INFINITY }: SharedCost, claimed: number): number {
  return Math.max(0, Math.min(most, total - claimed))
}

/** The part of each that a question would take now. What it takes later, of the same, is never more. */
export async function readDue(store: CostStore, costs: readonly SharedCost[]): Promise<number[]> {
  const claimed = await store.readShares(costs.map(({ subject }) => subject))
  return costs.map((cost, index) => dueOf(cost, claimed[index] ?? 0))
}

/** Takes a part of each, which then is nobody else's; 0 of what is shared out. */
export async function claimDue(store: CostStore, costs: readonly SharedCost[]): Promise<number[]> {
  const parts = costs.map(() => 0)
  let open = costs.map((_, index) => index)
  for (let tries = 0; tries < maxTries && open.length > 0; tries += 1) {
    const claimed = await store.readShares(costs.map(({ subject }) => subject))
    const claims = open.flatMap((index) => {
      const cost = costs[index]
      const from = claimed[index] ?? 0
      const due = cost === undefined ? 0 : dueOf(cost, from)
      return cost === undefined || due === 0
        ? []
        : [{ index, due, subject: cost.subject, from, to: from + due }]
    })
    if (claims.length === 0) return parts
    const won = await store.claimShares(claims.map(({ subject, from, to }) => ({ subject, from, to })))
    open = claims.flatMap(({ index, due }, at) => {
      if (won[at] !== true) return [index]
      parts[index] = due
      return []
    })
  }
  return parts
}
