import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MockLanguageModelV4 } from 'ai/test'
import { afterEach, expect, it, vi } from 'vitest'

const readme = join(dirname(fileURLToPath(import.meta.url)), '..', 'README.md')
const folder = mkdtempSync(join(tmpdir(), 'assay-readme-'))

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

/** Stands for the model of the reader's app. */
const model = new MockLanguageModelV4({
  provider: 'openai.chat',
  modelId: 'gpt-4o-mini-2024-07-18',
  doGenerate: {
    content: [{ type: 'text', text: 'Red, yellow and blue.' }],
    finishReason: { unified: 'stop', raw: undefined },
    usage: {
      inputTokens: { total: 80, noCache: 80, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 10, text: 10, reasoning: 0 },
    },
    warnings: [],
  },
})

it('the lines of the README wrap an app and print what it says', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-06-15T12:00:00Z') })
  const text = readFileSync(readme, 'utf8')
  const block = (language: string) =>
    new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? ''
  const app = 'assay.readme.model'
  Reflect.set(globalThis, app, model)
  const code = block('ts')
    .replace("import { model } from './your-app.js'", `const model = Reflect.get(globalThis, '${app}')`)
    .replace("from 'ai'", `from '${fileURLToPath(import.meta.resolve('ai'))}'`)
  expect(code).toContain('createCostMiddleware(tracker')
  const file = join(folder, 'readme.ts')
  writeFileSync(file, code)
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void printed.push(String(line)))
  await import(/* @vite-ignore */ file)
  expect(`${printed.join('\n')}\n`).toBe(block('text'))
})
