import type { SourceIdentity } from '../byte-source.js'

/** What an answer says of the file behind an address. */
export interface RemoteFile {
  /** In bytes as they are read; null where that is not known. */
  readonly size: number | null
  readonly etag: string | null
  readonly modified: string | null
  /** Tells another content from this one; null where the server says nothing that does. */
  readonly identity: SourceIdentity | null
}

export function readRemoteFile(response: Response): RemoteFile {
  const { headers } = response
  const etag = headers.get('etag')
  const modified = headers.get('last-modified')
  const stored = response.status === 200 ? headers.get('content-length') : readRange(headers)?.total
  const size = stored === null || stored === undefined ? null : Number(stored)
  const modifiedMs = modified === null ? Number.NaN : Date.parse(modified)
  const isKnown = etag !== null || !Number.isNaN(modifiedMs)
  return {
    size: isEncoded(headers) ? null : size,
    etag,
    modified,
    identity: isKnown
      ? {
          size: size ?? 0,
          modifiedMs: Number.isNaN(modifiedMs) ? 0 : modifiedMs,
          inode: etag === null ? '' : `etag ${etag}`,
        }
      : null,
  }
}

/** Whether the bytes that are read are not those that stand on the server: offsets and lengths are of others then. */
export function isEncoded(headers: Headers): boolean {
  const encoding = headers.get('content-encoding')
  return encoding !== null && encoding.trim().toLowerCase() !== 'identity' && encoding.trim() !== ''
}

/** `bytes 0-99/1000`, or `bytes *` with the total alone. Null where there is none that can be understood. */
export function readRange(headers: Headers): { first: number; last: number; total: number | null } | null {
  const found = /^bytes (?:(\d{1,15})-(\d{1,15})|\*)\/(\d{1,15}|\*)$/.exec(headers.get('content-range') ?? '')
  if (found === null) return null
  const [, first = '0', last = '-1', total = '*'] = found
  return { first: Number(first), last: Number(last), total: total === '*' ? null : Number(total) }
}

/** What makes a server send a part only of the same content (RFC 9110, section 13.1.5): a weak tag cannot. */
export function ifRange({ etag, modified }: RemoteFile): Record<string, string> {
  const validator = etag !== null && !etag.startsWith('W/') ? etag : modified
  return validator === null ? {} : { 'if-range': validator }
}
