import type { Output } from '../session/session.js'

const itemsAtOnce = 1000
/** What JSON may hold as it is, but a terminal or a reader's eye should not: C1 controls and changes of direction. */
const steering = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** JSON in which such characters are escapes: the same document for a parser. */
export function toInertJson(value: unknown, space?: number): string {
  return JSON.stringify(value, null, space).replace(
    steering,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** One JSON document: indented for a person at a terminal, one line for a program. */
export async function writeJson(output: Output, document: object): Promise<void> {
  if (output.isTerminal) return await output.write(`${toInertJson(document, 2)}\n`)
  for (const piece of toJson(document)) {
    if (output.isClosed) return
    await output.write(piece)
  }
  await output.write('\n')
}

/** A document in pieces: the rows of a large answer do not fit one JavaScript text (512 Mi characters). */
function* toJson(document: object): Generator<string> {
  const entries = Object.entries(document).filter(([, value]) => value !== undefined)
  yield '{'
  for (const [index, [key, value]] of entries.entries()) {
    yield `${index === 0 ? '' : ','}${toInertJson(key)}:`
    if (Array.isArray(value)) yield* toJsonArray(value)
    else yield toInertJson(value)
  }
  yield '}'
}

function* toJsonArray(items: readonly unknown[]): Generator<string> {
  yield '['
  for (let start = 0; start < items.length; start += itemsAtOnce)
    yield (start === 0 ? '' : ',') + toInertJson(items.slice(start, start + itemsAtOnce)).slice(1, -1)
  yield ']'
}
