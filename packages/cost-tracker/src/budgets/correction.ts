import type { EntryLine, LedgerEntry } from '../ledger/entry.js'
import { usageDelta } from '../usage/usage.js'

/**
 * The row that makes an estimate true once its usage is known: the difference, line by line. Its id follows from
 * the attempt's, so that it is written once however often the usage arrives. Undefined when there is nothing to
 * correct: the stored row is exact, or the news is not.
 */
export function buildCorrection(stored: LedgerEntry, actual: LedgerEntry): LedgerEntry | undefined {
  if (stored.certainty === 'exact' || actual.certainty !== 'exact' || actual.nanoUsd === null)
    return undefined
  const back: EntryLine[] = stored.lines.map((line) => ({
    ...line,
    quantity: -line.quantity,
    nanoUsd: line.nanoUsd === null ? null : -line.nanoUsd,
  }))
  return {
    ...actual,
    id: `${stored.id}~corrected`,
    corrects: stored.id,
    atMs: stored.atMs,
    holdId: stored.holdId,
    usage: usageDelta(stored.usage, actual.usage),
    lines: [...actual.lines, ...back],
    nanoUsd: actual.nanoUsd - (stored.nanoUsd ?? 0n),
    savedNanoUsd: 0n,
    resources: [],
    resourceNanoUsd: pricedResources(actual) - pricedResources(stored),
    heldResourceNanoUsd: actual.heldResourceNanoUsd - stored.heldResourceNanoUsd,
  }
}

/** What a row adds to a sum of resources: of one with an unpriced resource, the priced ones. */
function pricedResources({ resourceNanoUsd, resources }: LedgerEntry): bigint {
  return resourceNanoUsd ?? resources.reduce((sum, { nanoUsd }) => sum + BigInt(nanoUsd ?? 0), 0n)
}
