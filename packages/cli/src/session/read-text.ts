import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { addAbortSignal, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { commandErrors } from '../errors.js'
import type { Session } from './session.js'

const reasons = new Map([
  ['ENOENT', 'it does not exist'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'reading it is not allowed'],
])

/** The whole text of a small file of the command's own, such as an answer; `-` is standard input. */
export async function readText(path: string, session: Session): Promise<string> {
  return await text(await openInput(path, session))
}

/** The lines of a file of the command's own; `-` is standard input. */
export async function* readLines(path: string, session: Session): AsyncGenerator<string> {
  yield* createInterface({ input: await openInput(path, session), crlfDelay: Number.POSITIVE_INFINITY })
  // readline ends quietly when its input is aborted.
  session.signal.throwIfAborted()
}

async function openInput(path: string, session: Session): Promise<Readable> {
  // Ctrl-C ends the wait for the other side, too.
  if (path === '-') return addAbortSignal(session.signal, session.input)
  try {
    const file = await open(resolve(session.directory, path))
    if ((await file.stat()).isFile()) return file.createReadStream()
    await file.close()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw unreadable(path, reasons.get(code) ?? String(error))
  }
  throw unreadable(path, 'it is no file')
}

const unreadable = (path: string, problem: string) =>
  commandErrors.create('FILE_UNREADABLE', `${path} cannot be read: ${problem}.`, { path, problem })
