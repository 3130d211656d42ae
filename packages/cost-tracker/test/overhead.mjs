// What the middleware costs: a mock model called bare and wrapped, in turns, in the same run.
//   npm run test:overhead -w @assay/cost-tracker [-- --json]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createBudgets,
  createCostMiddleware,
  createCostTracker,
  createMemoryCostStore,
} from '@assay/cost-tracker'
import { createGenaiPrices } from '@assay/cost-tracker/genai-prices'
import { wrapLanguageModel } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { openLedger } from './open-ledger.mjs'

const rounds = 5
const params = {
  prompt: [{ role: 'user', content: [{ type: 'text', text: 'x'.repeat(4_000) }] }],
  maxOutputTokens: 500,
}
const answer = {
  content: [{ type: 'text', text: 'ok' }],
  finishReason: { unified: 'stop', raw: undefined },
  usage: {
    inputTokens: { total: 1000, noCache: 1000, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 100, text: 100, reasoning: 0 },
  },
  warnings: [],
}
const createModel = () => ({
  ...new MockLanguageModelV4({ provider: 'openai.chat', modelId: 'gpt-4o-mini' }),
  provider: 'openai.chat',
  modelId: 'gpt-4o-mini',
  specificationVersion: 'v4',
  supportedUrls: {},
  doGenerate: async () => answer,
})

async function wrap(store) {
  const budgets = await createBudgets({
    store,
    nowMs: Date.now,
    budgets: [
      { id: 'day', scope: 'total', per: 'day', maxUsd: '1000000' },
      { id: 'user', scope: 'user', per: 'month', maxUsd: '1000000' },
    ],
  })
  const tracker = createCostTracker({ budgets, prices: createGenaiPrices(), nowMs: Date.now })
  return wrapLanguageModel({ model: createModel(), middleware: createCostMiddleware(tracker) })
}

/** Microseconds a call, the median of some rounds. */
async function time(model, calls) {
  const times = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    for (let call = 0; call < calls; call += 1) await model.doGenerate(params)
    times.push(((performance.now() - started) * 1000) / calls)
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)]
}

const folder = mkdtempSync(join(tmpdir(), 'assay-overhead-'))
const { driver, store } = await openLedger(join(folder, 'ledger.db'))
try {
  const bare = await time(createModel(), 2_000)
  const memory = await time(await wrap(createMemoryCostStore()), 500)
  const file = await time(await wrap(store), 100)
  const result = {
    bareUs: Number(bare.toFixed(1)),
    memoryUs: Number(memory.toFixed(1)),
    libsqlUs: Number(file.toFixed(1)),
  }
  if (process.argv.includes('--json')) console.log(JSON.stringify(result))
  else {
    console.log(`a mock call, bare: ${result.bareUs} µs`)
    console.log(`with the middleware and a ledger in memory: ${result.memoryUs} µs`)
    console.log(
      `with the middleware and a ledger in a libSQL file (two durable commits): ${result.libsqlUs} µs`,
    )
  }
} finally {
  await driver.close()
  rmSync(folder, { recursive: true, force: true })
}
