import { type StoreError, storeErrors, type WriteOutcome } from '@assay/store'

/** SQLite's base codes (sqlite.org/rescode.html), as the client and the native library name them. */
export type Fault =
  | 'busy'
  | 'full'
  | 'io'
  | 'corrupt'
  | 'not-database'
  | 'no-access'
  | 'constraint'
  | 'statement'

const faults: Readonly<Record<number, Fault>> = {
  1: 'statement',
  3: 'no-access',
  5: 'busy',
  6: 'busy',
  8: 'no-access',
  10: 'io',
  11: 'corrupt',
  13: 'full',
  14: 'no-access',
  17: 'statement',
  18: 'statement',
  19: 'constraint',
  20: 'statement',
  21: 'statement',
  23: 'no-access',
  25: 'statement',
  26: 'not-database',
}

/** After these, writes can seem to work again: the store stays read-only until it was opened again and checked. */
export function isDamaging(fault: Fault): fault is 'full' | 'io' | 'corrupt' {
  return fault === 'full' || fault === 'io' || fault === 'corrupt'
}

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
}

/** Opening fails with a plain error of the native library that ends in SQLite's number. */
function openingCode(error: unknown): number | undefined {
  const found = /^ConnectionFailed\(".*: (\d+)"\)$/s.exec(String(property(error, 'message')))
  return found === null ? undefined : Number(found[1])
}

/**
 * Whether the statement alone failed: it was ended and rolled back, and the connection is as good as before. Any
 * other error may leave a statement open on it, and a connection is really closed only when that was collected.
 */
export function isHarmless(fault: Fault | undefined): fault is 'constraint' | 'statement' {
  return fault === 'constraint' || fault === 'statement'
}

/** The kind of an error of either library, or undefined for an error that is not SQLite's; io for a rare one. */
export function readFault(error: unknown): Fault | undefined {
  const rawCode = property(error, 'rawCode') ?? openingCode(error)
  return typeof rawCode === 'number' ? (faults[rawCode & 0xff] ?? 'io') : undefined
}

/** SQLite's own words, without the prefixes that the client repeats. */
function readReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const extended = property(error, 'extendedCode') ?? property(error, 'code')
  const words = message.replace(/^(?:SQLITE_\w+: )+/, '')
  return typeof extended === 'string' && extended.startsWith('SQLITE_') ? `${words} (${extended})` : words
}

/** The error that a caller sees for a fault on a database file. */
export function toStoreError(
  error: unknown,
  fault: Exclude<Fault, 'busy'>,
  path: string,
  outcome: WriteOutcome = 'absent',
): StoreError {
  const reason = readReason(error)
  const index = property(error, 'statementIndex')
  const statement = typeof index === 'number' ? index : 0
  const cause = error
  switch (fault) {
    case 'full':
      return storeErrors.create(
        'STORE_FULL',
        `There is no space left on the disk for ${path}; nothing was written.`,
        { path, outcome },
        { hint: 'Free some space, then start again. What was stored before is untouched.', cause },
      )
    case 'io':
      return storeErrors.create(
        'STORE_IO',
        `The disk failed while ${path} was used: ${reason}.`,
        { path, reason, outcome },
        { hint: 'Check the disk, then start again: the store is checked when it is opened.', cause },
      )
    case 'corrupt':
      return storeErrors.create(
        'STORE_CORRUPT',
        `${path} is damaged.`,
        { path, outcome },
        { hint: 'Restore a backup, or remove the store and ingest again.', cause },
      )
    case 'not-database':
      return storeErrors.create(
        'STORE_NOT_DATABASE',
        `${path} is not a database.`,
        { path },
        { hint: 'Choose another folder for the store, or move that file away.', cause },
      )
    case 'no-access':
      return storeErrors.create(
        'STORE_NO_ACCESS',
        `${path} cannot be opened for writing.`,
        { path, reason },
        { hint: 'Check that the folder exists and that you may write in it.', cause },
      )
    case 'constraint':
      return storeErrors.create(
        'STORE_CONSTRAINT',
        `A write would break a rule of the schema: ${reason}.`,
        { reason, statement },
        { cause },
      )
    case 'statement':
      return storeErrors.create(
        'STORE_STATEMENT',
        `The database refused a statement: ${reason}.`,
        { reason, statement },
        { cause },
      )
  }
}
