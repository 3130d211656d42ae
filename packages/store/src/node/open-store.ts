import { dirname, join, resolve } from 'node:path'
import type { Migration, SqlDriver, Store } from '@assay/store'
import { isAssayError } from '@assay/store/error'
import type { EventListener } from '@assay/store/event'
import type { Environment } from './environment.js'
import { toFileError } from './file-error.js'
import { type FileLayer, processFiles, syncFolder } from './file-layer.js'
import { createFileSegments } from './file-segments.js'
import { openDatabase } from './open-database.js'
import { createReserveFile, type ReserveFile } from './reserve-file.js'

/** The steps of each database's schema, from whoever owns the tables, in order. */
export interface StoreMigrations {
  readonly metadata: readonly Migration[]
  readonly ledger: readonly Migration[]
}

export interface StoreOptions {
  /** Made if it is not there. */
  readonly folder: string
  readonly migrations: StoreMigrations
  readonly onEvent?: EventListener
  /** How long a write waits for other processes before `STORE_LOCKED`; 30,000 by default. */
  readonly lockDeadlineMs?: number
  /** How many writes may wait in this process before `STORE_QUEUE_FULL`; 1,000 by default. */
  readonly queueCapacity?: number
  /** Size of the file `reserve`, which is removed when the disk is full; 1 MiB by default. */
  readonly reserveBytes?: number
  readonly files?: FileLayer
  readonly environment?: Environment
}

async function createFolders(files: FileLayer, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      const first = await files.mkdir(folder)
      if (first !== undefined) await syncFolder(files, dirname(first))
    } catch (error) {
      throw toFileError(error, folder)
    }
  }
}

/** Even opening needs some space; with the reserve freed it can, so that something can be deleted. */
async function openOrFree(open: () => Promise<SqlDriver>, free: () => void): Promise<SqlDriver> {
  try {
    return await open()
  } catch (error) {
    if (!isAssayError(error) || (error.code !== 'STORE_FULL' && error.code !== 'STORE_IO')) throw error
    free()
    return open()
  }
}

/** Closes all of them, whatever one of them says; then tells what the first said. */
async function closeAll(drivers: readonly SqlDriver[]): Promise<void> {
  const ends = await Promise.allSettled(drivers.map((driver) => driver.close()))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/**
 * Opens or makes a store in a folder: `assay.db` and `ledger.db`, each with its own queue and lock, so that a long
 * write of one never delays the other; `segments/`, `spool/` and a reserve of space. Several processes may have it
 * open. Rejects with a `STORE_*` code and leaves nothing open then.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { files = processFiles, migrations } = options
  const folder = resolve(options.folder)
  const segments = join(folder, 'segments')
  const spool = join(folder, 'spool')
  await createFolders(files, [folder, segments, spool])
  const reserve = createReserveFile({
    path: join(folder, 'reserve'),
    folder,
    bytes: options.reserveBytes ?? 1_048_576,
    files,
  })
  const open = (name: string, steps: readonly Migration[]): Promise<SqlDriver> =>
    openDatabase({
      path: join(folder, name),
      migrations: steps,
      onFull: reserve.free,
      ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
      ...(options.lockDeadlineMs === undefined ? {} : { lockDeadlineMs: options.lockDeadlineMs }),
      ...(options.queueCapacity === undefined ? {} : { queueCapacity: options.queueCapacity }),
      ...(options.environment === undefined ? {} : { environment: options.environment }),
    })
  const metadata = await openOrFree(() => open('assay.db', migrations.metadata), reserve.free)
  const opened = [metadata]
  try {
    const ledger = await openOrFree(() => open('ledger.db', migrations.ledger), reserve.free)
    opened.push(ledger)
    await fillReserve(reserve, files, folder)
    return {
      location: folder,
      metadata,
      ledger,
      segments: createFileSegments({ folder: segments, files }),
      spool: createFileSegments({ folder: spool, files }),
      close: () => closeAll([ledger, metadata]),
    }
  } catch (error) {
    await closeAll(opened).catch(() => undefined)
    throw error
  }
}

async function fillReserve(reserve: ReserveFile, files: FileLayer, folder: string): Promise<void> {
  try {
    await reserve.fill()
    await syncFolder(files, folder)
  } catch (error) {
    throw toFileError(error, folder)
  }
}
