import type { Output } from '../session/session.js'

/** One JSON document: indented for a person at a terminal, one line for a program. */
export async function writeJson(output: Output, document: unknown): Promise<void> {
  await output.write(`${JSON.stringify(document, null, output.isTerminal ? 2 : 0)}\n`)
}
