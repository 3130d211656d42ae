import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Code and output of a document: the first fenced block of the language, and the first of its output after it. */
function readExample(document: string): { code: string; output: string } {
  const text = readFileSync(join(root, document), 'utf8')
  const match = /```js\n(.*?)```.*?```text\n(.*?)```/s.exec(text)
  if (match === null) throw new Error(`${document} has no code with output`)
  return { code: match[1]!, output: match[2]! }
}

it.each(['README.md', 'docs/costs.md'])('prints what %s says', (document) => {
  const { code, output } = readExample(document)
  // Below the repository, so that the packages are found as an app would find them.
  const folder = mkdtempSync(join(root, 'examples', '.readme-'))
  try {
    writeFileSync(join(folder, 'readme.mjs'), code)
    expect(execFileSync(process.execPath, ['readme.mjs'], { cwd: folder, encoding: 'utf8' })).toBe(output)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
