import { toHex } from '../answer/digest.js'
import type { IngestInput } from '../guard/call-input.js'
import type { SourceIdentity } from '../source/byte-source.js'

/** Changes when the same bytes would give other tables, columns or values: earlier versions are then built anew. */
export const engineVersion = 3

/** Options that change what a dataset holds, as part of its version. */
export function toContentOptions({ format, onBadLine }: IngestInput): string {
  return JSON.stringify({ format, onBadLine })
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
