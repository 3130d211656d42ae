import type { EntryLine, LedgerEntry } from './entry.js'

/** A row as JSON can hold it: whole nano-dollars as decimal strings. */
export type EntryJson = Omit<
  LedgerEntry,
  'nanoUsd' | 'savedNanoUsd' | 'resourceNanoUsd' | 'heldResourceNanoUsd' | 'lines'
> & {
  readonly nanoUsd: string | null
  readonly savedNanoUsd: string
  readonly resourceNanoUsd: string | null
  readonly heldResourceNanoUsd: string
  readonly lines: readonly (Omit<EntryLine, 'nanoUsd'> & { readonly nanoUsd: string | null })[]
}

export function toEntryJson(entry: LedgerEntry): EntryJson {
  return {
    ...entry,
    nanoUsd: entry.nanoUsd?.toString() ?? null,
    savedNanoUsd: entry.savedNanoUsd.toString(),
    resourceNanoUsd: entry.resourceNanoUsd?.toString() ?? null,
    heldResourceNanoUsd: entry.heldResourceNanoUsd.toString(),
    lines: entry.lines.map((line) => ({ ...line, nanoUsd: line.nanoUsd?.toString() ?? null })),
  }
}

export function fromEntryJson(json: EntryJson): LedgerEntry {
  return {
    ...json,
    nanoUsd: json.nanoUsd === null ? null : BigInt(json.nanoUsd),
    savedNanoUsd: BigInt(json.savedNanoUsd),
    resourceNanoUsd: json.resourceNanoUsd === null ? null : BigInt(json.resourceNanoUsd),
    heldResourceNanoUsd: BigInt(json.heldResourceNanoUsd),
    lines: json.lines.map((line) => ({
      ...line,
      nanoUsd: line.nanoUsd === null ? null : BigInt(line.nanoUsd),
    })),
  }
}
