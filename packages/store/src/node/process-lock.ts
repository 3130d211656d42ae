import { storeErrors } from '@assay/store'
import Database from 'libsql'
import { type Environment, pauseMs } from './environment.js'
import { readFault, toStoreError } from './sqlite-error.js'

/** A lock that one process at a time can hold; the operating system frees it when its holder dies. */
export interface ProcessLock {
  /** Waits for the lock, at most until the deadline (`STORE_LOCKED`); the result gives it back. */
  acquire(): Promise<() => void>
  /** Gives up the file handle. Not while the lock is held. */
  close(): void
}

/**
 * SQLite's own lock on an empty file beside the database: `BEGIN EXCLUSIVE` writes nothing and needs no lease.
 * Not reentrant, and not fair: whoever tries first after a release gets it.
 */
export function createProcessLock(options: {
  readonly path: string
  readonly deadlineMs: number
  readonly environment: Environment
}): ProcessLock {
  const { path, deadlineMs, environment } = options
  let handle: Database.Database | undefined

  /** With the journal in memory the lock makes no file, and a holder that is killed leaves none. */
  function openHandle(): Database.Database {
    handle = new Database(path)
    handle.exec('PRAGMA journal_mode = memory')
    return handle
  }

  function closeHandle(): void {
    handle?.close()
    handle = undefined
  }

  function tryBegin(): boolean {
    try {
      handle ??= openHandle()
      handle.exec('BEGIN EXCLUSIVE')
      return true
    } catch (error) {
      closeHandle()
      const fault = readFault(error)
      if (fault === 'busy') return false
      throw fault === undefined ? error : toStoreError(error, fault, path)
    }
  }

  function release(): void {
    try {
      handle?.exec('ROLLBACK')
    } catch {
      // Closing the handle frees the lock as well, whatever state it is in.
      closeHandle()
    }
  }

  return {
    async acquire() {
      const started = environment.now()
      while (!tryBegin()) {
        const waitedMs = Math.round(environment.now() - started)
        if (waitedMs >= deadlineMs) throw lockedError(path, waitedMs)
        await environment.wait(pauseMs(environment))
      }
      return release
    },
    close: closeHandle,
  }
}

/** `STORE_LOCKED` with its sentence. */
export function lockedError(path: string, waitedMs: number): Error {
  return storeErrors.create(
    'STORE_LOCKED',
    `Another process kept ${path} locked for ${(waitedMs / 1000).toFixed(1)} s.`,
    { path, waitedMs },
    { hint: 'Wait until it is done, or stop it, then try again.' },
  )
}
