import type { Stats } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ByteHandle, type ByteSource, type SourceIdentity, sourceErrors } from '@assay/core'

const pieceBytes = 1024 * 1024

/**
 * A file. Its canonical path is the default name of the dataset. Opening pins the file and its length: bytes
 * appended later are not read, and a rename over it does not mix in.
 */
export async function fromFile(path: string): Promise<ByteSource> {
  const location = await realpath(path).catch((cause: NodeJS.ErrnoException) => refuse(path, cause))
  return { name: basename(path), location, open: () => openFile(location) }
}

/** Files, in the order given: what `ingest` makes one dataset of. */
export function fromFiles(paths: readonly string[]): Promise<ByteSource[]> {
  return Promise.all(paths.map(fromFile))
}

async function openFile(path: string): Promise<ByteHandle> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => refuse(path, cause))
  try {
    const stats = await file.stat()
    if (stats.isDirectory())
      throw sourceErrors.create(
        'SOURCE_DIRECTORY',
        `${path} is a folder, not a file.`,
        { location: path },
        { hint: 'Name the files inside it.' },
      )
    return stats.isFile() ? regularFile(path, file, stats) : pipe(file)
  } catch (error) {
    await file.close()
    throw error
  }
}

function regularFile(path: string, file: FileHandle, stats: Stats): ByteHandle {
  const { size } = stats
  const readInto = async (target: Uint8Array, position: number): Promise<void> => {
    let done = 0
    while (done < target.length) {
      const { bytesRead } = await file
        .read(target, done, target.length - done, position + done)
        .catch((cause: NodeJS.ErrnoException) => refuse(path, cause))
      if (bytesRead === 0)
        throw sourceErrors.create(
          'SOURCE_CHANGED',
          `${path} became shorter while it was read.`,
          { location: path },
          { hint: 'Ingest it again once nothing writes to it.' },
        )
      done += bytesRead
    }
  }
  return {
    size,
    identity: identityOf(stats),
    async *stream(signal) {
      // The next piece is read while the one at hand is worked on.
      const buffers = [new Uint8Array(pieceBytes), new Uint8Array(pieceBytes)]
      const start = (position: number): Promise<Uint8Array> => {
        const piece = buffers[(position / pieceBytes) % 2]!.subarray(0, Math.max(0, size - position))
        const reading = readInto(piece, position).then(() => piece)
        // Whoever leaves early does not wait for it.
        reading.catch(() => undefined)
        return reading
      }
      let next = start(0)
      for (let position = 0; position < size; position += pieceBytes) {
        signal?.throwIfAborted()
        const piece = await next
        next = start(position + pieceBytes)
        yield piece
      }
    },
    async read(start, end) {
      const bytes = new Uint8Array(end - start)
      await readInto(bytes, start)
      return bytes
    },
    close: () => file.close(),
  }
}

function pipe(file: FileHandle): ByteHandle {
  return {
    size: null,
    identity: null,
    async *stream(signal) {
      const buffer = new Uint8Array(pieceBytes)
      for (;;) {
        signal?.throwIfAborted()
        const { bytesRead } = await file.read(buffer, 0, pieceBytes, null)
        if (bytesRead === 0) return
        yield buffer.subarray(0, bytesRead)
      }
    },
    close: () => file.close(),
  }
}

function identityOf(stats: Stats): SourceIdentity {
  // The change time too: it moves with every write, also where the modification time was put back.
  return { size: stats.size, modifiedMs: stats.mtimeMs, inode: `${stats.dev}:${stats.ino}:${stats.ctimeMs}` }
}

function refuse(source: string, cause: NodeJS.ErrnoException): never {
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
    throw sourceErrors.create(
      'SOURCE_MISSING',
      `There is no file ${source}.`,
      { location: source },
      { hint: 'Check the path; it is relative to the current folder.', cause },
    )
  throw sourceErrors.create(
    'SOURCE_UNREADABLE',
    `${source} cannot be read (${cause.code ?? cause.message}).`,
    { location: source, reason: cause.code ?? cause.message },
    { cause },
  )
}
