import { toHex } from '../answer/digest.js'
import type { IngestInput } from '../guard/call-input.js'
import type { JsonFormat } from '../json/scanner.js'
import type { SourceIdentity } from '../source/byte-source.js'
import type { StoredVersion } from './stored-version.js'

/** Changes when the same bytes would give other tables, columns or values, or files of another format: earlier versions are then built anew. */
export const engineVersion = 9

/** Options that change what a dataset holds. */
export interface ContentOptions {
  readonly format: JsonFormat
  readonly onBadLine: 'fail' | 'skip'
  /** JSON Pointers of the records, where a caller said so. */
  readonly records?: readonly string[]
}

/**
 * What was asked for; else what the current version was made with, so that asking of a dataset never changes what it
 * holds; else the defaults. Only JSON Lines has lines to skip, so skipping them says what the format is.
 */
export function resolveOptions(input: IngestInput, current: StoredVersion | undefined): ContentOptions {
  const before = current === undefined ? undefined : (JSON.parse(current.options) as ContentOptions)
  const onBadLine = input.onBadLine ?? before?.onBadLine ?? 'fail'
  const format = input.format ?? before?.format ?? 'auto'
  const records = input.records ?? before?.records ?? []
  const told = records.length === 0 ? {} : { records: [...new Set(records)] }
  return { format: onBadLine === 'skip' && format === 'auto' ? 'jsonl' : format, onBadLine, ...told }
}

/** Version = contentId + options + engine version, as 32 hex digits of a SHA-256. */
export async function toVersion(contentId: string, options: string): Promise<string> {
  const text = new TextEncoder().encode(`${engineVersion}\n${contentId}\n${options}`)
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', text))).slice(0, 32)
}

/** Whether a source can be taken as unchanged without reading it. */
export function isSameIdentity(a: SourceIdentity | null, b: SourceIdentity | null): boolean {
  return a !== null && b !== null && a.size === b.size && a.modifiedMs === b.modifiedMs && a.inode === b.inode
}
