import type { Crc32 } from '../crc32.js'

/** One end of a way to another thread, as of a `MessagePort`: messages are structured clones, `moved` buffers leave the sender, and a `SharedArrayBuffer` is both ends'. */
export interface BlockChannel {
  post(message: unknown, moved?: readonly ArrayBuffer[]): void
  /** Sets, once, what is called with each message. */
  listen(listener: (message: unknown) => void): void
}

/** What a thread that serves blocks has of its host. */
export interface BlockHost {
  /** See `useCrc32`. */
  readonly crc32?: Crc32 | undefined
  /** Opens a file by its path. Its reads may block: the thread has nothing else to do. */
  readonly openFile?: (path: string) => ThreadFile
}

/** A file that the thread itself reads. */
export interface ThreadFile {
  /** Reads from a position on; how many bytes, as `read` of POSIX. */
  read(position: number, into: Uint8Array): number
}

/** A thread that serves `serveBlocks` at the other end of its channel. */
export interface BlockThread extends BlockChannel {
  /** Resolves when the thread is gone: with why it ended by itself, or undefined after `end`. Never rejects. */
  readonly ended: Promise<unknown>
  /** Ends it at once, whatever it does; safe to repeat. */
  end(): Promise<void>
}

/** Gives an ingest threads beside the calling one. Where there is none, everything runs in the calling thread. */
export interface BlockRunner {
  /** Threads that this machine can run at once, the calling one counted. */
  readonly parallelism: number
  /** Starts a thread; rejects when this runtime cannot. */
  start(): Promise<BlockThread>
}
