import { parseDatasetName } from '../guard/call-input.js'
import { guardErrors } from '../guard/errors.js'
import type { ByteHandle, ByteSource } from '../source/byte-source.js'
import { type PreparedSource, sourceChanged } from './prepare-source.js'
import type { StoredVersion } from './stored-version.js'
import { engineVersion, isSameIdentity } from './version.js'

/** Each is opened and hashed alone, and kept in the version's row. */
const maxSources = 4_000

/** The name of a dataset that was given none: the canonical path of its only file. */
export function nameOfOne(sources: readonly ByteSource[]): string {
  const [source, ...others] = sources
  if (source !== undefined && others.length === 0) return parseDatasetName(source.location)
  throw guardErrors.create(
    'INPUT_INVALID',
    'Several files are one dataset only under a name.',
    { field: 'options.name', problem: 'missing' },
    { hint: 'Give the dataset a name, or ingest the files one by one.' },
  )
}

/** Evidence names a file by its location: each must be another one. */
export function checkSources(sources: readonly ByteSource[]): readonly [ByteSource, ...ByteSource[]] {
  const [first, ...others] = sources
  if (first === undefined)
    throw guardErrors.create('INPUT_INVALID', 'There is no source to ingest.', {
      field: 'source',
      problem: 'empty',
    })
  if (sources.length > maxSources)
    throw guardErrors.create(
      'INPUT_TOO_LARGE',
      `A dataset has at most ${maxSources} files; these are ${sources.length}.`,
      { field: 'source', limit: maxSources, actual: sources.length },
      { hint: 'Join small files first: cat parts/*.jsonl > all.jsonl' },
    )
  const locations = new Set<string>()
  for (const { location } of sources) {
    if (locations.has(location))
      throw guardErrors.create(
        'INPUT_INVALID',
        `${location} was given twice.`,
        { field: 'source', problem: 'repeated' },
        { hint: 'Its records would count twice; name each file once.' },
      )
    locations.add(location)
  }
  return [first, ...others]
}

/** Where a dataset came from, in words. */
export function describeSources([first, ...others]: readonly ByteSource[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `${first?.location ?? ''}${more}`
}

/** Opens sources; what was opened to look at it and is read after all is not opened a second time. */
export class SourceOpener {
  private readonly opened = new Map<ByteSource, ByteHandle>()

  async open(source: ByteSource): Promise<ByteHandle> {
    const handle = this.opened.get(source) ?? (await source.open())
    this.opened.set(source, handle)
    return handle
  }

  /** The handle is the caller's to close. */
  async take(source: ByteSource): Promise<ByteHandle> {
    const handle = await this.open(source)
    this.opened.delete(source)
    return handle
  }

  async close(): Promise<void> {
    for (const handle of this.opened.values()) await handle.close()
    this.opened.clear()
  }
}

/** Whether the current version was made from exactly these sources by this engine. */
export async function isCurrent(
  current: StoredVersion,
  sources: readonly ByteSource[],
  opener: SourceOpener,
): Promise<boolean> {
  const { files } = current
  if (current.engineVersion !== engineVersion || files.length !== sources.length) return false
  for (const [at, source] of sources.entries()) {
    const { location, identity } = files[at]!
    if (identity === null || location !== source.location) return false
    if (!isSameIdentity(identity, (await opener.open(source)).identity)) return false
    await (await opener.take(source)).close()
  }
  return true
}

/** Throws SOURCE_CHANGED unless the source is still what was prepared. */
export async function checkUnchanged({ source, identity }: PreparedSource): Promise<void> {
  if (identity === null) return
  const handle = await source.open()
  await handle.close()
  if (!isSameIdentity(handle.identity, identity)) throw sourceChanged(source)
}
