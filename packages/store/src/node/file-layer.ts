import { type FileHandle, link, mkdir, open, readdir, rename, stat, statfs, unlink } from 'node:fs/promises'

/** The calls that the store makes on its own files, as a parameter: a test gives ones that fail. */
export interface FileLayer {
  readonly open: (path: string, flags: string) => Promise<FileHandle>
  readonly link: (from: string, to: string) => Promise<void>
  readonly rename: (from: string, to: string) => Promise<void>
  readonly unlink: (path: string) => Promise<void>
  readonly mkdir: (path: string) => Promise<string | undefined>
  readonly readdir: (path: string) => Promise<string[]>
  readonly stat: (path: string) => Promise<{ readonly size: number; readonly mtimeMs: number }>
  /** Bytes that this user may still write on the file system of the path. */
  readonly freeBytes: (path: string) => Promise<number>
}

/** The file system of this process. */
export const processFiles: FileLayer = {
  open,
  link,
  rename,
  unlink,
  mkdir: (path) => mkdir(path, { recursive: true }),
  readdir: (path) => readdir(path),
  stat: (path) => stat(path),
  freeBytes: async (path) => {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  },
}

/** Node's code of a failed call (`ENOENT`), or undefined for any other error. */
export function readErrno(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** Makes the names in a folder durable. Windows has no such call, and needs none. */
export async function syncFolder(files: FileLayer, folder: string): Promise<void> {
  let handle: FileHandle
  try {
    handle = await files.open(folder, 'r')
  } catch (error) {
    if (readErrno(error) === 'EISDIR' || readErrno(error) === 'EPERM') return
    throw error
  }
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
