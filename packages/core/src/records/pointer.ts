/** The tokens of a JSON Pointer (RFC 6901): none for the empty one. */
export function parsePointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** JSON Pointer (RFC 6901) of member names and positions: `~` is `~0`, `/` is `~1`. */
export function toPointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
