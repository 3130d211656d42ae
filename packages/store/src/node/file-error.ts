import { type StoreError, storeErrors } from '@assay/store'
import { readErrno } from './file-layer.js'

/** The error that a caller sees when a call on one of the store's own files failed. */
export function toFileError(error: unknown, path: string): StoreError | Error {
  const errno = readErrno(error)
  const cause = error
  switch (errno) {
    case undefined:
      return error instanceof Error ? error : new Error(String(error))
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return storeErrors.create(
        'STORE_FULL',
        `There is no space left on the disk for ${path}; nothing of it was kept.`,
        { path, outcome: 'absent' },
        { hint: 'Free some space, then try again. What was stored before is untouched.', cause },
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
      return storeErrors.create(
        'STORE_NO_ACCESS',
        `${path} cannot be used by the store.`,
        { path, reason: errno },
        { hint: 'Check that its folder exists and that you may write in it.', cause },
      )
    default:
      return storeErrors.create(
        'STORE_IO',
        `The disk failed while ${path} was used (${errno}).`,
        { path, reason: errno, outcome: 'absent' },
        { hint: 'Check the disk, then try again.', cause },
      )
  }
}
