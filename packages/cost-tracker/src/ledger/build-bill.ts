import type { Bill, ModelCall } from '../bill.js'
import type { LedgerEntry } from './entry.js'

/** The bill that the rows of one question make: its calls with their corrections, its savings, its resources. */
export function buildBill(rows: readonly LedgerEntry[], reservedNanoUsd = 0n): Bill {
  const calls = new Map<string, { model: string; purpose: string; nanoUsd: bigint | null }>()
  for (const row of rows) {
    if (row.kind !== 'call' || row.outcome === 'cached') continue
    const id = row.corrects ?? row.id
    const call = calls.get(id)
    calls.set(id, {
      model: row.model ?? 'unknown',
      purpose: row.purpose,
      nanoUsd: addKnown(call?.nanoUsd, row.nanoUsd),
    })
  }
  const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n).toString()
  return {
    nanoUsd: sum(rows.map((row) => row.nanoUsd ?? 0n)),
    calls: [...calls.values()].map(
      (call): ModelCall => ({ ...call, nanoUsd: call.nanoUsd?.toString() ?? null }),
    ),
    savedNanoUsd: sum(rows.map((row) => row.savedNanoUsd)),
    reservedNanoUsd: reservedNanoUsd.toString(),
    resources: rows.flatMap((row) => row.resources),
  }
}

/** A correction adds to what it corrects; of an unknown amount and a known one, the known one is the amount. */
function addKnown(before: bigint | null | undefined, amount: bigint | null): bigint | null {
  if (amount === null) return before ?? null
  return (before ?? 0n) + amount
}
