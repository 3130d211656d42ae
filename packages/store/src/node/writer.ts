import type { SqlStatement, WriteOutcome } from '@assay/store'
import type { Client, ResultSet } from '@libsql/client/sqlite3'
import Database from 'libsql'
import { type Durability, openWriter, toClientStatement } from './connection.js'
import { type Environment, pauseMs } from './environment.js'
import { lockedError } from './process-lock.js'
import { isDamaging, isHarmless, readFault, toStoreError } from './sqlite-error.js'

/** Statements after which the event loop must turn: until then the native library frees nothing. */
export const statementsPerTurn = 100

export interface Writer {
  /** Runs the batch as one transaction. Only under the cross-process lock. */
  run(batch: readonly SqlStatement[]): Promise<number[]>
  /** Closes; under the cross-process lock it may first move the whole log into the database. */
  close(options: { readonly checkpoint: boolean }): Promise<void>
}

function changedRows(result: ResultSet): number {
  return result.columns.length > 0 ? result.rows.length : result.rowsAffected
}

/**
 * The writing connection, which is thrown away after a BUSY and any worse failure: on a connection that once met
 * one, libSQL may acknowledge rows that it never commits. `onReopen` hears of each new attempt after a BUSY, `onDamage` of an
 * error after which nothing may be written.
 */
export function createWriter(options: {
  readonly path: string
  readonly durability: Durability
  readonly deadlineMs: number
  readonly environment: Environment
  readonly onReopen: (attempt: number, reason: string) => void
  readonly onDamage: (reason: string) => void
}): Writer {
  const { path, durability, deadlineMs, environment } = options
  let client: Client | undefined

  function discard(): void {
    client?.close()
    client = undefined
  }

  async function commit(batch: readonly SqlStatement[]): Promise<number[]> {
    client ??= await openWriter(path, durability)
    const statements = batch.map(toClientStatement)
    if (statements.length <= statementsPerTurn) {
      return (await client.batch(statements, 'write')).map(changedRows)
    }
    const transaction = await client.transaction('write')
    const changes: number[] = []
    try {
      for (let start = 0; start < statements.length; start += statementsPerTurn) {
        const results = await transaction.batch(statements.slice(start, start + statementsPerTurn))
        for (const result of results) changes.push(changedRows(result))
        await environment.wait(0)
      }
      await transaction.commit()
      return changes
    } finally {
      transaction.close()
    }
  }

  /** One short wait, and an error once the deadline has passed since `started`. */
  async function pause(started: number): Promise<void> {
    const waitedMs = Math.round(environment.now() - started)
    if (waitedMs >= deadlineMs) throw lockedError(path, waitedMs)
    await environment.wait(pauseMs(environment))
  }

  /** Waits until nobody outside holds the write lock. `exec` leaves no statement behind, a client would. */
  async function waitForTurn(started: number): Promise<void> {
    const probe = new Database(path)
    try {
      for (;;) {
        await pause(started)
        try {
          probe.exec('BEGIN IMMEDIATE')
          probe.exec('ROLLBACK')
          return
        } catch (error) {
          if (readFault(error) !== 'busy') throw error
        }
      }
    } finally {
      probe.close()
    }
  }

  /**
   * A commit whose sync failed has its frames in the log, where a recovery after a crash would find them. A
   * small commit on a new connection takes their place, so that what was refused stays absent.
   */
  async function seal(): Promise<WriteOutcome> {
    try {
      client = await openWriter(path, durability)
      const version = (await client.execute('PRAGMA user_version')).rows[0]?.['user_version'] ?? 0
      await client.execute(`PRAGMA user_version = ${String(version)}`)
      return 'absent'
    } catch {
      return 'unknown'
    } finally {
      discard()
    }
  }

  async function fail(error: unknown): Promise<never> {
    const fault = readFault(error)
    if (fault === undefined || fault === 'busy') throw error
    if (!isDamaging(fault)) throw toStoreError(error, fault, path)
    options.onDamage(toStoreError(error, fault, path).code)
    throw toStoreError(error, fault, path, await seal())
  }

  return {
    async run(batch) {
      const started = environment.now()
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await commit(batch)
        } catch (error) {
          const fault = readFault(error)
          if (!isHarmless(fault)) discard()
          if (fault !== 'busy') return await fail(error)
          options.onReopen(attempt, 'SQLITE_BUSY')
          await waitForTurn(started).catch(fail)
        }
      }
    },
    async close({ checkpoint }) {
      try {
        if (checkpoint) await client?.execute('PRAGMA wal_checkpoint(TRUNCATE)')
      } catch {
        // What was acknowledged is durable in the log, which the next opening continues.
      } finally {
        discard()
      }
    },
  }
}
