import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { createMemoryCostStore } from '../memory/memory-store.js'
import { simulateBudgets } from '../testing/simulate.js'
import type { createBudgets } from './budgets.js'

const here = dirname(fileURLToPath(import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-seeded-bugs-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The real source with one change, as a module of its own. */
async function breakSource(path: string, name: string, from: string, to: string): Promise<unknown> {
  const source = resolve(here, path)
  const text = readFileSync(source, 'utf8')
  expect(text.split(from), `"${from}" in ${path}`).toHaveLength(2)
  const broken = text
    .replace(from, () => to)
    .replace(/from '(\.[^']+)\.js'/g, (_, module: string) => `from '${resolve(dirname(source), module)}.ts'`)
  const file = join(folder, `${name}.ts`)
  writeFileSync(file, broken)
  return import(/* @vite-ignore */ file)
}

/** The first seed whose history shows the bug. */
async function findSeed(simulate: (seed: number) => Promise<readonly string[]>): Promise<string | undefined> {
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const [problem] = await simulate(seed)
    if (problem !== undefined) return problem
  }
  return undefined
}

const inStore: readonly (readonly [name: string, from: string, to: string, problem: RegExp])[] = [
  [
    'holds-forgotten-at-admission',
    'window.spentNanoUsd + window.heldNanoUsd + amount',
    'window.spentNanoUsd + amount',
    /overspends/,
  ],
  [
    'only-the-first-scope-asked',
    'const full = limits.some(',
    'const full = limits.slice(0, 1).some(',
    /overspends/,
  ],
  [
    'actual-released-instead-of-held',
    'heldNanoUsd - (hold.nanoUsd ?? 0n)',
    'heldNanoUsd - (entry.nanoUsd ?? 0n)',
    /held, not/,
  ],
  [
    'settled-again-and-again',
    "if (hold === undefined || hold.state !== 'open') return false",
    'if (hold === undefined) return false',
    /resolved twice/,
  ],
  [
    'retry-held-again',
    "if (known !== undefined) return { outcome: 'replayed', hold: known }",
    '',
    /held twice/,
  ],
  [
    'resources-held-for-and-not-charged',
    'spentNanoUsd: spentNanoUsd + (chargeOf(entry) ?? 0n)',
    'spentNanoUsd: spentNanoUsd + (entry.nanoUsd ?? 0n)',
    /spent, not/,
  ],
  ['rows-not-idempotent', 'if (stored !== undefined) return stored', '', /spent, not/],
  [
    'charged-to-the-window-of-now',
    'for (const key of hold?.windows ?? []) {',
    'for (const own of hold?.windows ?? []) {\n const key = [...windows.values()].findLast(({ budget, value }) => budget === own.budget && value === own.value) ?? own',
    /spent, not/,
  ],
  [
    'caps-of-old',
    'windows.set(id, { ...window, capNanoUsd: definition.capNanoUsd, hard: definition.hard })',
    '',
    /overspends|refused although/,
  ],
]

const inBudgets: readonly (readonly [name: string, from: string, to: string, problem: RegExp])[] = [
  [
    'expiry-frees-the-hold',
    "settle(hold, hold.draft, 'expired')",
    "settle(hold, { ...hold.draft, nanoUsd: 0n, lines: [] }, 'expired')",
    /cost 0|cost \d+, not/,
  ],
  [
    'late-usage-lost',
    'if (correction === undefined) return stored',
    'if (correction !== undefined) return stored\n    if (correction === undefined) return stored',
    /cost \d+, not/,
  ],
]

describe('seeded bugs are caught', () => {
  it.each(inStore)('%s', async (name, from, to, expected) => {
    const broken = (await breakSource('../memory/memory-store.ts', name, from, to)) as {
      createMemoryCostStore: typeof createMemoryCostStore
    }
    const problem = await findSeed(async (seed) => {
      const report = await simulateBudgets({ store: broken.createMemoryCostStore(), seed })
      return report.problems
    })
    expect(problem).toMatch(expected)
  })

  it.each(inBudgets)('%s', async (name, from, to, expected) => {
    const broken = (await breakSource('./budgets.ts', name, from, to)) as {
      createBudgets: typeof createBudgets
    }
    const problem = await findSeed(async (seed) => {
      const report = await simulateBudgets({
        store: createMemoryCostStore(),
        seed,
        create: broken.createBudgets,
      })
      return report.problems
    })
    expect(problem).toMatch(expected)
  })

  it('a late correction that charges the whole amount again', async () => {
    const broken = (await breakSource(
      './correction.ts',
      'correction-charges-twice',
      'nanoUsd: actual.nanoUsd - (stored.nanoUsd ?? 0n),',
      'nanoUsd: actual.nanoUsd, lines: actual.lines,',
    )) as { buildCorrection: unknown }
    expect(broken.buildCorrection).toBeTypeOf('function')
    const text = readFileSync(join(here, 'budgets.ts'), 'utf8')
    const file = join(folder, 'budgets-with-correction.ts')
    writeFileSync(
      file,
      text
        .replace("'./correction.js'", `'${join(folder, 'correction-charges-twice.ts')}'`)
        .replace(/from '(\.[^']+)\.js'/g, (_, module: string) => `from '${resolve(here, module)}.ts'`),
    )
    const { createBudgets: create } = (await import(/* @vite-ignore */ file)) as {
      createBudgets: typeof createBudgets
    }
    const problem = await findSeed(async (seed) => {
      const report = await simulateBudgets({ store: createMemoryCostStore(), seed, create })
      return report.problems
    })
    expect(problem).toMatch(/cost \d+, not/)
  })
})
