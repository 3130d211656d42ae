import { randomBytes } from 'node:crypto'
import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import {
  checkSegmentName,
  checkSegmentRange,
  closedSegment,
  existingSegment,
  isStoredName,
  missingSegment,
  type SegmentEntry,
  type SegmentReader,
  type SegmentStore,
  type SegmentWriter,
  truncatedSegment,
  unfinishedSuffix,
} from '@assay/store'
import { isAssayError } from '@assay/store/error'
import { toFileError } from './file-error.js'
import { type FileLayer, processFiles, readErrno, syncFolder } from './file-layer.js'
import { createWriterMark, isAbandonedMark } from './writer-mark.js'

/** So much is given to the disk while more is written, so that the last sync has little to wait for. */
const syncedBytes = 8 * 1024 * 1024
/** A file that lies in memory is read at once as long as the event loop had a turn in the last so many milliseconds. */
const turnMs = 8

export interface FileSegmentOptions {
  /** Must exist. */
  readonly folder: string
  readonly files?: FileLayer
  /** A fresh lower-case hexadecimal text for each unfinished file. */
  readonly createUnique?: () => string
}

async function isThere(files: FileLayer, path: string): Promise<boolean> {
  try {
    await files.stat(path)
    return true
  } catch (error) {
    if (readErrno(error) === 'ENOENT') return false
    throw toFileError(error, path)
  }
}

/** Gives the file its final name unless another one has it; where links are not supported, after a look. */
async function publish(files: FileLayer, temporary: string, path: string, name: string): Promise<void> {
  try {
    await files.link(temporary, path)
  } catch (error) {
    const errno = readErrno(error)
    if (errno === 'EEXIST') throw existingSegment(name)
    if (errno !== 'EPERM' && errno !== 'ENOTSUP' && errno !== 'EOPNOTSUPP' && errno !== 'ENOSYS') throw error
    if (await isThere(files, path)) throw existingSegment(name)
    await files.rename(temporary, path)
    return
  }
  await files.unlink(temporary)
}

function createFileWriter(
  files: FileLayer,
  folder: string,
  name: string,
  temporary: string,
  handle: FileHandle,
): SegmentWriter {
  const path = join(folder, name)
  let size = 0
  let synced = 0
  /** Of what was written so far, while more is. */
  let syncing: Promise<void> | undefined
  let failure: { readonly error: unknown } | undefined
  let state: 'open' | 'finished' | 'aborted' = 'open'

  async function abort(): Promise<void> {
    if (state !== 'open') return
    state = 'aborted'
    await handle.close().catch(() => undefined)
    await files.unlink(temporary).catch(() => undefined)
  }

  async function syncSome(): Promise<void> {
    synced = size
    try {
      await handle.datasync()
    } catch (error) {
      failure = { error }
    }
    syncing = undefined
  }

  /** A file that failed once is not to be trusted again: the kernel forgets a failed sync. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    if (state !== 'open') throw closedSegment(name)
    try {
      await work()
    } catch (error) {
      await abort()
      throw isAssayError(error) ? error : toFileError(error, path)
    }
  }

  return {
    get size() {
      return size
    },
    append: (bytes) =>
      attempt(async () => {
        for (let done = 0; done < bytes.length; ) {
          done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten
        }
        size += bytes.length
        if (failure !== undefined) throw failure.error
        if (size - synced >= syncedBytes) syncing ??= syncSome()
      }),
    finish: () =>
      attempt(async () => {
        await syncing
        if (failure !== undefined) throw failure.error
        await handle.sync()
        await handle.close()
        await publish(files, temporary, path, name)
        try {
          await syncFolder(files, folder)
        } catch (error) {
          await files.unlink(path).catch(() => undefined)
          throw error
        }
        state = 'finished'
      }),
    abort,
  }
}

/** Fills `bytes` in this thread: a read by another one costs as much as copying 300 kB. False where it cannot. */
function isReadAtOnce({ fd }: FileHandle, bytes: Uint8Array, start: number): boolean {
  try {
    return readSync(fd, bytes, 0, bytes.length, start) === bytes.length
  } catch {
    return false
  }
}

function createFileReader(
  name: string,
  path: string,
  handle: FileHandle,
  size: number,
  isFresh: boolean,
): SegmentReader {
  let open = true
  /** When others had their turn. */
  let turn = performance.now()
  return {
    size,
    path,
    async read(start, end, into) {
      if (!open) throw closedSegment(name)
      checkSegmentRange(name, start, end, size)
      const length = end - start
      const bytes =
        into !== undefined && into.length >= length ? into.subarray(0, length) : new Uint8Array(length)
      if (isFresh && performance.now() - turn < turnMs && isReadAtOnce(handle, bytes, start)) return bytes
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await handle
          .read(bytes, done, bytes.length - done, start + done)
          .catch((error) => {
            throw toFileError(error, name)
          })
        if (bytesRead === 0) throw truncatedSegment(name, start, end, start + done)
        done += bytesRead
      }
      turn = performance.now()
      return bytes
    },
    async close() {
      if (open) await handle.close()
      open = false
    },
  }
}

/**
 * Segments as files of one folder: written under a name of their own, synced, then given the final name, and the
 * folder synced. A failure of any step removes the file and rejects; `STORE_FULL` when the disk is.
 */
export function createFileSegments(options: FileSegmentOptions): SegmentStore {
  const { folder, files = processFiles } = options
  const createUnique = options.createUnique ?? (() => randomBytes(8).toString('hex'))

  async function describe(name: string): Promise<SegmentEntry[]> {
    try {
      const { size, mtimeMs } = await files.stat(join(folder, name))
      const finished = !name.endsWith(unfinishedSuffix)
      const mark = name.slice(0, -unfinishedSuffix.length).split('.').at(-1) ?? ''
      return [
        { name, bytes: size, modifiedMs: mtimeMs, finished, abandoned: !finished && isAbandonedMark(mark) },
      ]
    } catch (error) {
      if (readErrno(error) === 'ENOENT') return []
      throw toFileError(error, join(folder, name))
    }
  }

  return {
    async create(name) {
      checkSegmentName(name)
      if (await isThere(files, join(folder, name))) throw existingSegment(name)
      const temporary = join(folder, `${name}.${createWriterMark(createUnique())}${unfinishedSuffix}`)
      const handle = await files.open(temporary, 'wx').catch((error) => {
        throw toFileError(error, temporary)
      })
      return createFileWriter(files, folder, name, temporary, handle)
    },
    async open(name, { fresh = false } = {}) {
      checkSegmentName(name)
      const path = join(folder, name)
      const handle = await files.open(path, 'r').catch((error) => {
        throw readErrno(error) === 'ENOENT' ? missingSegment(name, error) : toFileError(error, path)
      })
      try {
        return createFileReader(name, path, handle, (await handle.stat()).size, fresh)
      } catch (error) {
        await handle.close()
        throw toFileError(error, path)
      }
    },
    async list() {
      const names = await files.readdir(folder).catch((error) => {
        throw toFileError(error, folder)
      })
      return (await Promise.all(names.filter(isStoredName).map(describe))).flat()
    },
    async remove(name) {
      if (!isStoredName(name)) checkSegmentName(name)
      await files.unlink(join(folder, name)).catch((error) => {
        if (readErrno(error) !== 'ENOENT') throw toFileError(error, join(folder, name))
      })
    },
  }
}
