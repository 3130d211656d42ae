import { dirname, join, resolve } from 'node:path'
import type { Migration, SqlDriver, Store } from '@assay/store'
import { isAssayError } from '@assay/store/error'
import type { EventListener } from '@assay/store/event'
import type { Environment } from './environment.js'
import { toFileError } from './file-error.js'
import { type FileLayer, processFiles, syncFolder } from './file-layer.js'
import { createFileSegments } from './file-segments.js'
import { openDatabase } from './open-database.js'
import { createReserveFile } from './reserve-file.js'

export interface StoreOptions {
  /** Made if it is not there. */
  readonly folder: string
  /** The steps of the schema of whoever owns the tables, in order. */
  readonly migrations: readonly Migration[]
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

/**
 * Opens or makes a store in a folder: `assay.db` with its lock, `segments/`, `spool/` and a reserve of space.
 * Several processes may have it open. Rejects with a `STORE_*` code and leaves nothing open then.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { files = processFiles, migrations } = options
  const folder = resolve(options.folder)
  const segments = join(folder, 'segments')
  const spool = join(folder, 'spool')
  const path = join(folder, 'assay.db')
  await createFolders(files, [folder, segments, spool])
  const reserve = createReserveFile({
    path: join(folder, 'reserve'),
    folder,
    bytes: options.reserveBytes ?? 1_048_576,
    files,
  })
  const open = (): Promise<SqlDriver> =>
    openDatabase({
      path,
      migrations,
      onFull: reserve.free,
      ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
      ...(options.lockDeadlineMs === undefined ? {} : { lockDeadlineMs: options.lockDeadlineMs }),
      ...(options.queueCapacity === undefined ? {} : { queueCapacity: options.queueCapacity }),
      ...(options.environment === undefined ? {} : { environment: options.environment }),
    })
  const metadata = await open().catch((error) => {
    if (!isAssayError(error) || (error.code !== 'STORE_FULL' && error.code !== 'STORE_IO')) throw error
    // Even opening needs some space; with the reserve freed it can, so that something can be deleted.
    reserve.free()
    return open()
  })
  try {
    await reserve.fill()
    await syncFolder(files, folder)
  } catch (error) {
    await metadata.close()
    throw toFileError(error, folder)
  }
  return {
    location: folder,
    metadata,
    segments: createFileSegments({ folder: segments, files }),
    spool: createFileSegments({ folder: spool, files }),
    close: () => metadata.close(),
  }
}
