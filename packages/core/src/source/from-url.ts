import type { ByteHandle, ByteSource } from './byte-source.js'
import { sourceErrors } from './errors.js'
import { isEncoded, readRange, readRemoteFile } from './url/remote-file.js'
import { createRequester, type Requester } from './url/request.js'
import { createRangedHandle, createWholeHandle } from './url/url-handle.js'
import type { UrlOptions } from './url/url-options.js'

/** Whether a text is the address of something on the web, and no path. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

/**
 * What stands at an http or https address. Where its server sends parts, and says by `ETag` or `Last-Modified` whether
 * the content is the same, it stays where it is: what breaks off goes on where it was, and evidence is read from there
 * later. Otherwise it is read once, and spooled. Throws SOURCE_ADDRESS_REFUSED for another address.
 */
export function fromUrl(address: string | URL, options: UrlOptions = {}): ByteSource {
  const url = parseAddress(String(address))
  const requester = createRequester(url, options)
  const canRepeat = options.headers === undefined
  const last = url.pathname.split('/').findLast((part) => part !== '')
  return {
    name: last === undefined ? url.host : decodeName(last),
    location: url.href,
    open: () => openUrl(requester, canRepeat),
  }
}

function parseAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const problem =
    url === undefined || !isWebAddress(url.href)
      ? 'it is no http or https address'
      : url.username !== '' || url.password !== ''
        ? 'it holds a name or a password'
        : undefined
  if (url !== undefined && problem === undefined) {
    url.hash = ''
    return url
  }
  // Nothing of it that may be secret.
  const location = url === undefined ? 'The address' : `${url.protocol}//${url.host}${url.pathname}`
  throw sourceErrors.create(
    'SOURCE_ADDRESS_REFUSED',
    `${location} is not read: ${problem}.`,
    { location, problem: problem ?? '' },
    { hint: 'Give an http or https address, with credentials in headers, not in the address.' },
  )
}

async function openUrl(requester: Requester, canRepeat: boolean): Promise<ByteHandle> {
  const { answer, file, isRanged } = await requester.retry(async () => {
    // One byte is asked for: the answer tells whether parts can be had, and of what.
    const first = await requester.send({ range: 'bytes=0-0' }, undefined)
    const { status, headers } = first.response
    const range = readRange(headers)
    if (status !== 200 && range?.total !== null && range !== null && !isEncoded(headers)) {
      await first.response.body?.cancel()
      return { answer: undefined, file: readRemoteFile(first.response), isRanged: true }
    }
    if (status === 200) return { answer: first, file: readRemoteFile(first.response), isRanged: false }
    await first.response.body?.cancel()
    const whole = await requester.send({}, undefined)
    return { answer: whole, file: readRemoteFile(whole.response), isRanged: false }
  }, undefined)
  const { size } = file
  if (isRanged && size !== null) return createRangedHandle(requester, { ...file, size }, canRepeat)
  return createWholeHandle(requester, file, answer!, canRepeat)
}

function decodeName(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
