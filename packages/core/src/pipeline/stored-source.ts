import type { Store } from '@assay/store'
import { isAssayError } from '@assay/store/error'
import type { SpanEvidence } from '../answer/answer.js'
import type { SourceReader } from '../answer/evidence.js'
import type { ByteSource } from '../source/byte-source.js'
import { sourceErrors } from '../source/errors.js'
import type { StoredFile, StoredVersion } from './stored-version.js'
import { isSameIdentity } from './version.js'

/** Why the bytes of a file cannot be had any more. */
export type SourceProblem = 'SOURCE_CHANGED' | 'SOURCE_MISSING'

/** The bytes that a version was made from, as far as they can still be had. */
export interface StoredSource {
  /** Over the bytes of all files. */
  readonly reader: SourceReader
  /** Files that changed or are gone. */
  readonly problems: ReadonlyMap<StoredFile, SourceProblem>
  close(): Promise<void>
}

/** An open file: exactly the bytes `[start, end)` of it. */
export interface OpenFile {
  read(start: number, end: number): Promise<Uint8Array>
  close(): Promise<void>
}

type OpenSource = (location: string) => Promise<ByteSource>

const checkedAtOnce = 32
/** Files of one version that are kept open; others are opened for each read. */
const maxOpen = 16

/** Opens the files of a version and makes sure of each that it is still what was ingested. */
export async function openStoredSource(
  store: Store,
  openSource: OpenSource,
  { files }: StoredVersion,
): Promise<StoredSource> {
  const problems = new Map<StoredFile, SourceProblem>()
  const kept = new Map<StoredFile, OpenFile>()
  const check = async (file: StoredFile): Promise<void> => {
    const opened = await openStoredFile(store, openSource, file)
    if (typeof opened === 'string') problems.set(file, opened)
    else if (kept.size < maxOpen) kept.set(file, opened)
    else await opened.close()
  }
  for (let at = 0; at < files.length; at += checkedAtOnce)
    await Promise.all(files.slice(at, at + checkedAtOnce).map(check))

  async function readFile(file: StoredFile, start: number, end: number): Promise<Uint8Array> {
    const open = kept.get(file) ?? (await openStoredFile(store, openSource, file))
    if (typeof open === 'string') throw unreadable(file, open)
    try {
      return await open.read(start - file.start, end - file.start)
    } finally {
      if (!kept.has(file)) await open.close()
    }
  }

  return {
    problems,
    reader: {
      isReadable: (offset) => !problems.has(fileAt(files, offset)),
      endOf(offset) {
        const file = fileAt(files, offset)
        return file.start + file.bytes
      },
      async read(start, end) {
        const first = fileAt(files, start)
        if (end <= first.start + first.bytes) return readFile(first, start, end)
        const bytes = new Uint8Array(end - start)
        for (let from = start; from < end; ) {
          const file = fileAt(files, from)
          const to = Math.min(end, file.start + file.bytes)
          bytes.set(await readFile(file, from, to), from - start)
          from = to
        }
        return bytes
      },
    },
    async close() {
      for (const file of kept.values()) await file.close()
    },
  }
}

/** Sentences about what keeps evidence from having digests. */
export function warnOfSource({ problems }: StoredSource): string[] {
  const warnings: string[] = []
  for (const problem of ['SOURCE_CHANGED', 'SOURCE_MISSING'] as const) {
    const names = [...problems].flatMap(([{ name }, found]) => (found === problem ? [name] : []))
    const [first, ...others] = names
    if (first === undefined) continue
    const who = others.length === 0 ? first : `${first} and ${others.length} more`
    const one = others.length === 0
    const what =
      problem === 'SOURCE_MISSING'
        ? `${one ? 'is' : 'are'} gone`
        : `${one ? 'is not the file that was' : 'are not the files that were'} ingested any more`
    warnings.push(`${problem}: ${who} ${what}; evidence has no digests.`)
  }
  return warnings
}

/** Evidence as a place in its own file, which it names where there are several. */
export function inFile(files: readonly StoredFile[], item: SpanEvidence): SpanEvidence {
  if (files.length === 1) return item
  const { location, start } = fileAt(files, item.span[0])
  return { ...item, source: location, span: [item.span[0] - start, item.span[1] - start] }
}

/** The file that holds the byte at an offset; files without bytes hold none. */
function fileAt(files: readonly StoredFile[], offset: number): StoredFile {
  let low = 0
  let high = files.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (files[middle]!.start <= offset) low = middle
    else high = middle - 1
  }
  return files[low]!
}

/** A file as it was ingested; or why it cannot be had. */
async function openStoredFile(
  store: Store,
  openSource: OpenSource,
  file: StoredFile,
): Promise<OpenFile | SourceProblem> {
  if (file.spool !== null) return store.spool.open(file.spool)
  const handle = await openSource(file.location)
    .then((source) => source.open())
    .catch((error: unknown) => {
      if (isAssayError(error) && error.code.startsWith('SOURCE_')) return null
      throw error
    })
  if (handle === null) return 'SOURCE_MISSING'
  const read = handle.read?.bind(handle)
  if (read === undefined || !isSameIdentity(handle.identity, file.identity)) {
    await handle.close()
    return 'SOURCE_CHANGED'
  }
  return { read: (start, end) => read(start, end), close: () => handle.close() }
}

function unreadable({ name, location }: StoredFile, problem: SourceProblem): Error {
  return sourceErrors.create(
    problem,
    problem === 'SOURCE_MISSING'
      ? `${name} is gone, and with it the values that stand in it only.`
      : `${name} changed after it was ingested, and values that stand in it only cannot be read.`,
    { location },
    { hint: 'Put the file back as it was, or ingest the dataset again.' },
  )
}
