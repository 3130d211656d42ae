import type { ByteHandle } from '../byte-source.js'
import { sourceErrors } from '../errors.js'
import { readPieces } from '../from-stream.js'
import { ifRange, type RemoteFile, readRange, readRemoteFile } from './remote-file.js'
import { type Answer, PassingFailure, type Requester, unreadable } from './request.js'

/** Places that are read one by one lie close together: they are read in pages, and some are kept. */
const pageBytes = 64 * 1024
const keptPages = 32
/** Times that one reading may go on after it broke off. */
const maxResumes = 100

/** The file behind an address whose server sends any part of it. What breaks off goes on where it was. */
export function createRangedHandle(
  requester: Requester,
  file: RemoteFile & { readonly size: number },
  isReadable: boolean,
): ByteHandle {
  const { location } = requester
  const { size } = file
  const pages = new Map<number, Promise<Uint8Array>>()

  /** The bytes `[start, end)` as they come; throws a PassingFailure where it breaks off. */
  async function* readRangeOnce(
    start: number,
    end: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    const answer = await requester.send({ range: `bytes=${start}-${end - 1}`, ...ifRange(file) }, signal)
    try {
      checkSame(answer.response, start, end)
    } catch (problem) {
      await answer.response.body?.cancel()
      throw problem
    }
    let left = end - start
    for await (const piece of readAnswer(requester, answer, signal)) {
      left -= piece.length
      if (left < 0) throw unreadable(location, 'the server sends more than the part that was asked for')
      yield piece
    }
    if (left > 0) throw new PassingFailure(unreadable(location, `the answer ended ${left} bytes too early`))
  }

  function checkSame(response: Response, start: number, end: number): void {
    const now = readRemoteFile(response)
    const range = readRange(response.headers)
    const isSame = now.size === size && now.etag === file.etag && now.modified === file.modified
    if (!isSame || response.status === 416) throw changed(location)
    if (response.status === 206 && range?.first === start && range.last === end - 1) return
    // The whole again, from a server that sends parts at other times.
    if (response.status === 200 && start === 0 && end === size) return
    throw new PassingFailure(unreadable(location, 'the server does not send the part that was asked for'))
  }

  async function* stream(signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    let position = 0
    let resumes = 0
    for (let attempt = 0; position < size; attempt++) {
      try {
        for await (const piece of readRangeOnce(position, size, signal)) {
          position += piece.length
          attempt = 0
          yield piece
        }
      } catch (failure) {
        if (!(failure instanceof PassingFailure)) throw failure
        // Without a sign of its content another file could be spliced in.
        if ((position > 0 && file.identity === null) || ++resumes > maxResumes) throw failure.error
        await requester.pause(failure, attempt, signal)
      }
    }
  }

  async function readWhole(start: number, end: number): Promise<Uint8Array> {
    return requester.retry(async () => {
      const bytes = new Uint8Array(end - start)
      let at = 0
      for await (const piece of readRangeOnce(start, end, undefined)) {
        bytes.set(piece, at)
        at += piece.length
      }
      return bytes
    }, undefined)
  }

  function readPage(page: number): Promise<Uint8Array> {
    const known = pages.get(page)
    if (known !== undefined) return known
    const [oldest] = pages.keys()
    if (pages.size >= keptPages && oldest !== undefined) pages.delete(oldest)
    const reading = readWhole(page * pageBytes, Math.min(size, (page + 1) * pageBytes))
    pages.set(page, reading)
    reading.catch(() => pages.delete(page))
    return reading
  }

  async function read(start: number, end: number): Promise<Uint8Array> {
    if (start === end) return new Uint8Array(0)
    const page = Math.floor(start / pageBytes)
    const offset = page * pageBytes
    if (end > offset + pageBytes) return readWhole(start, end)
    return (await readPage(page)).slice(start - offset, end - offset)
  }

  return {
    size,
    identity: isReadable ? file.identity : null,
    stream,
    ...(isReadable ? { read } : {}),
    close: async () => pages.clear(),
  }
}

/** The file behind an address whose server sends all of it or nothing: it can be read once. */
export function createWholeHandle(
  requester: Requester,
  file: RemoteFile,
  answer: Answer,
  isReadable: boolean,
): ByteHandle {
  let isTaken = false
  return {
    size: file.size,
    identity: isReadable ? file.identity : null,
    async *stream(signal) {
      isTaken = true
      try {
        yield* readAnswer(requester, answer, signal)
      } catch (failure) {
        throw failure instanceof PassingFailure ? failure.error : failure
      }
    },
    async close() {
      if (!isTaken) await answer.response.body?.cancel()
    },
  }
}

async function* readAnswer(
  { location }: Requester,
  answer: Answer,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { body } = answer.response
  if (body === null) return
  const pieces = readPieces(location, body, signal)
  try {
    for (;;) {
      answer.watch()
      const { done, value } = await pieces.next().catch((error: unknown) => {
        if (signal?.aborted) throw error
        throw new PassingFailure(unreadable(location, 'the answer broke off', error))
      })
      answer.rest()
      if (done) return
      yield value
    }
  } finally {
    answer.rest()
    await pieces.return(undefined)
  }
}

function changed(location: string): Error {
  return sourceErrors.create(
    'SOURCE_CHANGED',
    `${location} changed while it was read.`,
    { location },
    { hint: 'Ingest it again once nothing writes to it.' },
  )
}
