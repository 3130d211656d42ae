import { existsSync, rmSync, writeFileSync } from 'node:fs'
import {
  applyMigrations,
  checkStatements,
  createWriterQueue,
  type Migration,
  type SqlDriver,
  type SqlRow,
  type SqlStatement,
  storeErrors,
} from '@assay/store'
import type { EventListener } from '@assay/store/event'
import { type Durability, openReader, type Reader } from './connection.js'
import { type Environment, pauseMs, processEnvironment } from './environment.js'
import { createProcessLock, lockedError } from './process-lock.js'
import { isDamaging, isHarmless, readFault, toStoreError } from './sqlite-error.js'
import { createWriter, statementsPerTurn } from './writer.js'

export interface DatabaseOptions {
  /** The database file; `<path>.lock` beside it is the cross-process lock. Its folder must exist. */
  readonly path: string
  readonly migrations: readonly Migration[]
  readonly onEvent?: EventListener
  /** `full` unless everything in the file may be lost. */
  readonly durability?: Durability
  /** How long a write waits for other processes before `STORE_LOCKED`; 30,000 by default. */
  readonly lockDeadlineMs?: number
  /** How many writes may wait in this process before `STORE_QUEUE_FULL`; 1,000 by default. */
  readonly queueCapacity?: number
  /** Called once when the disk is full, before the error leaves: the place to free a reserve. */
  readonly onFull?: () => void
  readonly environment?: Environment
}

const limits = { maxParameters: 32_766, maxStatementBytes: 1_000_000, maxRowBytes: 1_000_000_000 }

/**
 * Opens one libSQL file, checks it if the last session ended in a disk error, and migrates it. Rejects with a
 * `STORE_*` code; an interrupted opening leaves nothing that the next one cannot continue.
 */
export async function openDatabase(options: DatabaseOptions): Promise<SqlDriver> {
  const { path, durability = 'full', lockDeadlineMs: deadlineMs = 30_000 } = options
  const environment = options.environment ?? processEnvironment
  const suspect = `${path}.suspect`
  const lock = createProcessLock({ path: `${path}.lock`, deadlineMs, environment })
  const queue = createWriterQueue({ name: path, capacity: options.queueCapacity ?? 1_000 })
  let reader: Reader | undefined
  let damage: string | undefined
  let closing: Promise<void> | undefined
  let statements = 0

  function emit(event: Parameters<EventListener>[0]): void {
    try {
      options.onEvent?.(event)
    } catch {
      // A listener must not throw; what it throws is not the store's business.
    }
  }

  function onDamage(reason: string): void {
    if (reason === 'STORE_FULL') options.onFull?.()
    if (damage !== undefined) return
    damage = reason
    try {
      writeFileSync(suspect, reason)
    } catch {
      // On a failing disk the mark may be lost; this session stays read-only all the same.
    }
    emit({ type: 'store-degraded', database: path, reason })
  }

  const writer = createWriter({
    path,
    durability,
    deadlineMs,
    environment,
    onReopen: (attempt, reason) => emit({ type: 'store-reopened', database: path, attempt, reason }),
    onDamage,
  })

  async function underLock<Result>(work: () => Promise<Result>): Promise<Result> {
    const release = await lock.acquire()
    try {
      return await work()
    } finally {
      release()
    }
  }

  /** The native library frees memory only when the event loop turns, and promises alone do not turn it. */
  async function turnSometimes(count: number): Promise<void> {
    statements += count
    if (statements < statementsPerTurn) return
    statements = 0
    await environment.wait(0)
  }

  function checkOpen(): void {
    if (closing === undefined) return
    throw storeErrors.create('STORE_CLOSED', `The store ${path} is closed.`, { name: path })
  }

  function checkWritable(): void {
    if (damage === undefined) return
    throw storeErrors.create(
      'STORE_READ_ONLY',
      `${path} takes no more writes after an error (${damage}).`,
      { path, reason: damage },
      { hint: 'Close the store and open it again: it is checked then.' },
    )
  }

  /** The rows, or undefined while another connection recovers or closes the log. */
  function tryRead(statement: SqlStatement): SqlRow[] | undefined {
    let opened = false
    try {
      reader ??= openReader(path)
      opened = true
      return reader.all(statement)
    } catch (error) {
      const fault = readFault(error)
      if (fault === undefined) throw error
      if (!isHarmless(fault)) {
        reader?.close()
        reader = undefined
      }
      if (fault === 'busy') return undefined
      // The reader may only read: what it calls read-only is a statement that writes.
      const refusal = toStoreError(error, opened && fault === 'no-access' ? 'statement' : fault, path)
      if (isDamaging(fault)) onDamage(refusal.code)
      throw refusal
    }
  }

  async function readRows(statement: SqlStatement): Promise<SqlRow[]> {
    const started = environment.now()
    for (;;) {
      const rows = tryRead(statement)
      if (rows !== undefined) return rows
      const waitedMs = Math.round(environment.now() - started)
      if (waitedMs >= deadlineMs) throw lockedError(path, waitedMs)
      await environment.wait(pauseMs(environment))
    }
  }

  const driver: SqlDriver = {
    name: path,
    limits,
    async read(statement, signal) {
      signal?.throwIfAborted()
      checkOpen()
      checkStatements([statement], 'read', limits)
      const rows = await readRows(statement)
      await turnSometimes(1)
      return rows
    },
    async write(batch, signal) {
      signal?.throwIfAborted()
      checkOpen()
      checkWritable()
      checkStatements(batch, 'write', limits)
      if (batch.length === 0) return []
      const changes = await queue.run(() => {
        checkWritable()
        return underLock(() => writer.run(batch))
      }, signal)
      await turnSometimes(batch.length)
      return changes
    },
    close() {
      closing ??= queue.close().then(async () => {
        const release = await lock.acquire().catch(() => undefined)
        reader?.close()
        await writer.close({ checkpoint: release !== undefined && damage === undefined })
        release?.()
        lock.close()
      })
      return closing
    },
  }

  async function checkSuspect(): Promise<void> {
    if (!existsSync(suspect)) return
    const rows = await driver.read({ sql: 'SELECT quick_check AS result FROM pragma_quick_check', args: [] })
    if (rows.length !== 1 || rows[0]?.['result'] !== 'ok') {
      throw storeErrors.create(
        'STORE_CORRUPT',
        `${path} is damaged.`,
        { path, outcome: 'unknown' },
        { hint: 'Restore a backup, or remove the store and ingest again.' },
      )
    }
    rmSync(suspect, { force: true })
  }

  try {
    await underLock(() => writer.run([]))
    await checkSuspect()
    await applyMigrations(driver, options.migrations)
    return driver
  } catch (error) {
    await driver.close().catch(() => undefined)
    throw error
  }
}
