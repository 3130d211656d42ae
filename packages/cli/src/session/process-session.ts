import { homedir } from 'node:os'
import type { WriteStream } from 'node:tty'
import { createStyle } from '../render/style.js'
import type { Output, Session } from './session.js'

/** The session of this process. `end` takes the signal handlers away. */
export function createProcessSession(): { session: Session; end: () => void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const interrupt = () => {
    // The first one stops in good order; whoever presses again does not want to wait for that.
    if (controller.signal.aborted) process.exit(130)
    abort()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.on(name, interrupt)
  return {
    session: {
      out: createOutput(process.stdout, abort),
      err: createOutput(process.stderr, () => {}),
      input: process.stdin,
      environment: process.env,
      platform: process.platform,
      directory: process.cwd(),
      homeDirectory: homedir(),
      signal: controller.signal,
      loadEngine: () => import('@assay/sdk/node'),
    },
    end: () => {
      for (const name of signals) process.off(name, interrupt)
    },
  }
}

function createOutput(stream: WriteStream, onClosed: () => void): Output {
  let isClosed = false
  let failure: Error | undefined
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true
    if (error.code !== 'EPIPE') failure = error
    onClosed()
  })
  const isTerminal = stream.isTTY === true
  return {
    isTerminal,
    get columns() {
      return isTerminal ? stream.columns || 80 : 80
    },
    get isClosed() {
      return isClosed
    },
    get failure() {
      return failure
    },
    style: createStyle(isTerminal, process.env),
    write: (text) =>
      new Promise((resolve) => {
        if (isClosed) return resolve()
        stream.write(text, () => resolve())
      }),
  }
}
