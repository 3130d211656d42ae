/** What tells without reading whether a source may have changed. `null` where the kind of source has none. */
export interface SourceIdentity {
  readonly size: number
  readonly modifiedMs: number
  /** Which file it is and, where the system keeps one, the time of its last change of any kind. */
  readonly inode: string
}

/**
 * Bytes from outside: a file, a stream, memory. The adapter is given its path or stream; it never decodes
 * (gzip and text are core's). Opening pins what is read: later changes of a file do not mix in.
 */
export interface ByteSource {
  /** Short name for people, with extension: `tower.ifc.json`. */
  readonly name: string
  /** Canonical path or address: the default name of the dataset. */
  readonly location: string
  open(): Promise<ByteHandle>
}

export interface ByteHandle {
  /** In bytes; `null` when it is not known before the end. */
  readonly size: number | null
  readonly identity: SourceIdentity | null
  /** All bytes from the start, in pieces of any size. Each piece may be overwritten after the next one is asked for. */
  stream(signal?: AbortSignal): AsyncIterable<Uint8Array>
  /** Exactly the bytes `[start, end)`. Absent when the source can be read only once: core spools it then. */
  readonly read?: (start: number, end: number) => Promise<Uint8Array>
  close(): Promise<void>
}
