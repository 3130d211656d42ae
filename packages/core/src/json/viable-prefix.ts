/**
 * The length of the longest prefix of `bytes` that some continuation makes one valid JSON text; an oracle for
 * tests that shares nothing with the scanner. A prefix counts when `JSON.parse` (with fatal UTF-8) accepts one of a
 * few continuations: the rest of a token, then what closes the brackets that are open. A byte order mark counts.
 */
export function longestViablePrefix(bytes: Uint8Array): number {
  // A prefix of a viable prefix is viable, so that the longest can be found by halving.
  let viable = 0
  let unviable = bytes.length + 1
  while (unviable - viable > 1) {
    const length = (viable + unviable) >> 1
    if (isViable(bytes.subarray(0, length))) viable = length
    else unviable = length
  }
  return viable
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const mark = [0xef, 0xbb, 0xbf]
const restsOfString = ['"', 'n"', '0"', '00"', '000"', '0000"']
const restsOfToken = [
  ...['', '0', '"":0', ':0', 'rue', 'ue', 'e', 'alse', 'lse', 'se', 'ull', 'll', 'l'],
  ...restsOfString,
  ...restsOfString.map((rest) => `${rest}:0`),
]
/** Whatever a character lacks, one of these is it. */
const restsOfCharacter = [
  [],
  [0x80],
  [0x90],
  [0xa0],
  [0x80, 0x80],
  [0x90, 0x80],
  [0xa0, 0x80],
  [0x80, 0x80, 0x80],
  [0x90, 0x80, 0x80],
]

function isViable(prefix: Uint8Array): boolean {
  if (prefix.every((byte, at) => at < mark.length && byte === mark[at])) return true
  const marked = mark.every((byte, at) => prefix[at] === byte)
  const text = completeCharacters(marked ? prefix.subarray(mark.length) : prefix)
  if (text === undefined) return false
  const closers = openBrackets(text)
  return restsOfToken.some((rest) => isJson(text + rest + closers))
}

function completeCharacters(prefix: Uint8Array): string | undefined {
  for (const rest of restsOfCharacter) {
    try {
      return decoder.decode(Uint8Array.from([...prefix, ...rest]))
    } catch {
      // Not this one.
    }
  }
  return undefined
}

function openBrackets(text: string): string {
  const outside = text.replace(/"(?:[^"\\]|\\.)*("|\\?$)/gs, '')
  const closers: string[] = []
  for (const character of outside) {
    if (character === '[') closers.push(']')
    else if (character === '{') closers.push('}')
    else if (character === ']' || character === '}') closers.pop()
  }
  return closers.reverse().join('')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
