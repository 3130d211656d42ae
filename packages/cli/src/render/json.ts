import type { Output } from '../session/session.js'

const itemsAtOnce = 1000

/** One JSON document: indented for a person at a terminal, one line for a program. */
export async function writeJson(output: Output, document: object): Promise<void> {
  if (output.isTerminal) return await output.write(`${JSON.stringify(document, null, 2)}\n`)
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
    yield `${index === 0 ? '' : ','}${JSON.stringify(key)}:`
    if (Array.isArray(value)) yield* toJsonArray(value)
    else yield JSON.stringify(value)
  }
  yield '}'
}

function* toJsonArray(items: readonly unknown[]): Generator<string> {
  yield '['
  for (let start = 0; start < items.length; start += itemsAtOnce)
    yield (start === 0 ? '' : ',') + JSON.stringify(items.slice(start, start + itemsAtOnce)).slice(1, -1)
  yield ']'
}
