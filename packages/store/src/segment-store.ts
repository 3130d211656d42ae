/** Append-only writer of one immutable file. Nothing is visible under its name before `finish`. */
export interface SegmentWriter {
  /** Bytes appended so far. */
  readonly size: number
  /** Appends; the caller may reuse the bytes once the promise resolves. */
  append(bytes: Uint8Array): Promise<void>
  /** Makes the file durable and visible: content and folder are on the disk when this resolves. */
  finish(): Promise<void>
  /** Removes what was written. Safe after a failure and after `abort`. */
  abort(): Promise<void>
}

/** A file that no longer changes. It stays readable while open, even after `remove`. */
export interface SegmentReader {
  readonly size: number
  /** Where it lies, if it is a file that another thread of this process can open. */
  readonly path?: string
  /** Exactly the bytes `[start, end)`; a shorter file is an error. They may be a view of `into`, where that is long enough. */
  read(start: number, end: number, into?: Uint8Array): Promise<Uint8Array>
  close(): Promise<void>
}

export interface OpenOptions {
  /**
   * Its bytes were written just now and lie in memory: they may be read at once, without a turn of the event loop for
   * each read, which then has its turns every few milliseconds.
   */
  readonly fresh?: boolean
}

/** One file of a segment store, as its sweeper sees it. */
export interface SegmentEntry {
  /** What `remove` takes. An unfinished file has a name of its own, made from the one it will get. */
  readonly name: string
  readonly bytes: number
  readonly modifiedMs: number
  readonly finished: boolean
  /** Unfinished, and its writer is known to be gone. False where that cannot be known: then only age tells. */
  readonly abandoned: boolean
}

/**
 * Bulky, immutable files by name (`a-z0-9.-`, at most 200 characters): column segments, and spooled sources.
 * A name is given once: `create` and `finish` refuse one that a finished file has (`SEGMENT_EXISTS`).
 */
export interface SegmentStore {
  create(name: string): Promise<SegmentWriter>
  open(name: string, options?: OpenOptions): Promise<SegmentReader>
  list(): Promise<SegmentEntry[]>
  /** Removes a finished or abandoned file; a name that is not there is no error. */
  remove(name: string): Promise<void>
}
