import { costErrors } from '../errors.js'
import { chargeOf, type LedgerEntry } from './entry.js'

/** The most that one row, hold or cap can be: a billion dollars. Sums of any number of them stay within 64 bits. */
export const maxNanoUsd = 10n ** 18n

/** A dataset's name can be a whole path. */
const maxNameLength = 1_024
const badName = /\0|\p{Surrogate}/u

/** Refuses a row that no store could keep, or whose lines do not add up to it, before anything is written. */
export function checkEntry(entry: LedgerEntry): void {
  const problem = problemOfEntry(entry)
  if (problem === undefined) return
  throw costErrors.create('ENTRY_INVALID', `The ledger row "${entry.id}" was refused: ${problem}.`, {
    entry: entry.id,
    problem,
  })
}

function problemOfEntry(entry: LedgerEntry): string | undefined {
  const names = [entry.id, entry.corrects, entry.holdId, entry.actor, entry.tenant, entry.key, entry.dataset]
  for (const name of [...names, entry.questionId, entry.planHash, entry.purpose, ...entry.tags]) {
    const problem = problemOfName(name)
    if (problem !== undefined) return problem
  }
  if (entry.id === '') return 'it has no id'
  if (!Number.isSafeInteger(entry.atMs) || !Number.isSafeInteger(entry.recordedMs))
    return 'its time is no integer'
  const { nanoUsd, savedNanoUsd, resourceNanoUsd, heldResourceNanoUsd } = entry
  for (const amount of [nanoUsd, savedNanoUsd, resourceNanoUsd, heldResourceNanoUsd, chargeOf(entry)]) {
    if (amount !== null && (amount > maxNanoUsd || amount < -maxNanoUsd))
      return `${amount} nano-dollars is too much`
  }
  if (entry.corrects === null && nanoUsd !== null && nanoUsd < 0n) return 'its amount is negative'
  if (entry.corrects === null && heldResourceNanoUsd < 0n) return 'its cost of resources is negative'
  if (savedNanoUsd < 0n) return 'its savings are negative'
  if (entry.lines.length > 0 && nanoUsd !== null) {
    const sum = entry.lines.reduce((total, line) => total + (line.nanoUsd ?? 0n), 0n)
    if (sum !== nanoUsd) return `its lines add up to ${sum}, not to ${nanoUsd}`
  }
  return undefined
}

/** Names are keys in a database: bounded, and text that every engine reads back as written. */
export function problemOfName(name: string | null): string | undefined {
  if (name === null) return undefined
  if (name.length > maxNameLength) return `a name of ${name.length} characters is too long`
  return badName.test(name) ? 'a name holds NUL or half a character' : undefined
}
