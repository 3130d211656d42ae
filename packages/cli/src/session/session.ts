import type { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { ByteSource } from '@assay/core'
import type { Assay } from '@assay/sdk'
import type { EventListener } from '@assay/store/event'
import type { Style } from '../render/style.js'

/** Standard output or error. Writing resolves when the other side has taken it, or is gone. */
export interface Output {
  readonly isTerminal: boolean
  /** Width in cells; 80 when there is no terminal. */
  readonly columns: number
  /** True once the reader has gone (`assay … | head -1`). */
  readonly isClosed: boolean
  /** Why nothing can be written any more, unless it is that the reader has gone. */
  readonly failure: Error | undefined
  readonly style: Style
  /** An empty text waits for what was written before. */
  write(text: string): Promise<void>
}

/** What the command needs of the engine; loaded only by commands that run something. */
export interface Engine {
  createAssay(options: { store: string; onEvent?: EventListener }): Promise<Assay>
  fromFile(path: string): Promise<ByteSource>
  fromUrl(address: string): ByteSource
  fromStream(name: string, stream: ReadableStream<Uint8Array>): ByteSource
}

/** All that a command may touch of the world, so that tests can give it another one. */
export interface Session {
  readonly out: Output
  readonly err: Output
  readonly input: Readable
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly directory: string
  readonly homeDirectory: string
  /** Aborts on Ctrl-C, and when nobody reads standard output any more. */
  readonly signal: AbortSignal
  loadEngine(): Promise<Engine>
}
