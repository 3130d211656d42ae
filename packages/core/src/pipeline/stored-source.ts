import type { Store } from '@assay/store'
import { isAssayError } from '@assay/store/error'
import type { SourceReader } from '../answer/evidence.js'
import type { ByteSource } from '../source/byte-source.js'
import type { StoredVersion } from './stored-version.js'
import { isSameIdentity } from './version.js'

/** The bytes that a version was made from, if they can still be had. */
export interface StoredSource {
  /** Absent when the source changed or is gone: `problem` says which. */
  readonly reader: SourceReader | null
  readonly problem: 'SOURCE_CHANGED' | 'SOURCE_MISSING' | null
  close(): Promise<void>
}

const absent = (problem: 'SOURCE_CHANGED' | 'SOURCE_MISSING'): StoredSource => ({
  reader: null,
  problem,
  close: async () => {},
})

/** Opens the source of a version and makes sure that it is still what was ingested. */
export async function openStoredSource(
  store: Store,
  openSource: (location: string) => Promise<ByteSource>,
  version: StoredVersion,
): Promise<StoredSource> {
  if (version.spool !== null) {
    const reader = await store.spool.open(version.spool)
    return { reader, problem: null, close: () => reader.close() }
  }
  const handle = await openSource(version.sourceLocation)
    .then((source) => source.open())
    .catch((error: unknown) => {
      if (isAssayError(error) && error.code.startsWith('SOURCE_')) return null
      throw error
    })
  if (handle === null) return absent('SOURCE_MISSING')
  const read = handle.read?.bind(handle)
  if (read === undefined || !isSameIdentity(handle.identity, version.identity)) {
    await handle.close()
    return absent('SOURCE_CHANGED')
  }
  return { reader: { read: (start, end) => read(start, end) }, problem: null, close: () => handle.close() }
}
