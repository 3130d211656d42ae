import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'
import { isAssayError } from '@assay/store/error'
import { APICallError, generateText, streamText, wrapLanguageModel } from 'ai'
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test'
import { generateText as generateText6, wrapLanguageModel as wrapLanguageModel6 } from 'ai6'
import { MockLanguageModelV3 } from 'ai6/test'
import { describe, expect, it } from 'vitest'
import { createBudgets } from '../budgets/budgets.js'
import type { BudgetInput } from '../budgets/definition.js'
import { createGenaiPrices } from '../genai-prices/index.js'
import type { LedgerEntry } from '../ledger/entry.js'
import { createLedger } from '../ledger/ledger.js'
import { createMemoryCostStore } from '../memory/memory-store.js'
import { createCostTracker } from '../tracker/tracker.js'
import { boundPromptTokens } from './bound-prompt.js'
import { type CostMiddlewareOptions, createCostMiddleware } from './middleware.js'

const nowMs = () => Date.parse('2026-06-15T12:00:00Z')
const usage: LanguageModelV4Usage = {
  inputTokens: { total: 1000, noCache: 400, cacheRead: 600, cacheWrite: 0 },
  outputTokens: { total: 200, text: 150, reasoning: 50 },
}
const { raw: _, ...usage6 } = usage
// gpt-4o: 400 × $2.50/M + 600 × $1.25/M + 200 × $10/M
const cost = 3_750_000n
const named = { provider: 'openai.chat', modelId: 'gpt-4o-2024-08-06' }
const stop = { unified: 'stop', raw: undefined } as const
const generated = {
  content: [{ type: 'text' as const, text: 'hello' }],
  finishReason: stop,
  usage,
  warnings: [],
}
const parts: LanguageModelV4StreamPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '1' },
  { type: 'text-delta', id: '1', delta: 'hel' },
  { type: 'text-delta', id: '1', delta: 'lo' },
  { type: 'text-end', id: '1' },
  { type: 'finish', finishReason: stop, usage },
]

async function setUp(budgets: readonly BudgetInput[] = [], options: CostMiddlewareOptions = {}) {
  const store = createMemoryCostStore()
  const tracker = createCostTracker({
    budgets: await createBudgets({ store, budgets, nowMs }),
    prices: createGenaiPrices(),
    nowMs,
  })
  const ledger = createLedger({ store, nowMs })
  return { store, tracker, middleware: createCostMiddleware(tracker, options), rows: () => ledger.read() }
}

const sum = (rows: readonly LedgerEntry[]) => rows.reduce((total, row) => total + (row.nanoUsd ?? 0n), 0n)
const streaming = (chunks: LanguageModelV4StreamPart[]) =>
  new MockLanguageModelV4({
    ...named,
    doStream: async () => ({
      stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }),
    }),
  })

describe('the middleware', () => {
  it('charges a call of AI SDK 7 to the nano-dollar', async () => {
    const { middleware, rows, store } = await setUp(
      [{ id: 'day', scope: 'total', per: 'day', maxUsd: '1' }],
      {
        maxOutputTokens: 500,
      },
    )
    const model = wrapLanguageModel({
      model: new MockLanguageModelV4({ ...named, doGenerate: generated }),
      middleware,
    })
    const { text } = await generateText({
      model,
      prompt: 'hi',
      providerOptions: { assay: { actor: 'ann', purpose: 'greet', tags: ['demo'] } },
    })
    expect(text).toBe('hello')
    const [row, ...others] = await rows()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      nanoUsd: cost,
      certainty: 'exact',
      outcome: 'answered',
      actor: 'ann',
      purpose: 'greet',
      tags: ['demo'],
      provider: 'openai.chat',
      model: 'gpt-4o-2024-08-06',
      priceBook: 'genai-prices@0.1.8',
      usage: { input: 400, cacheRead: 600, output: 150, reasoning: 50, requests: 1 },
    })
    expect(await store.findImbalances()).toEqual([])
    expect(await store.readCurrentWindows(nowMs())).toMatchObject([{ spentNanoUsd: cost, heldNanoUsd: 0n }])
  })

  it('is the same object for AI SDK 6', async () => {
    const { middleware, rows } = await setUp()
    const mock = new MockLanguageModelV3({ ...named, doGenerate: { ...generated, usage: usage6 } })
    const { text } = await generateText6({
      model: wrapLanguageModel6({ model: mock, middleware }),
      prompt: 'hi',
    })
    expect(text).toBe('hello')
    expect(sum(await rows())).toBe(cost)
  })

  it('gives every try of one call a row and a number', async () => {
    const { middleware, rows } = await setUp()
    let tries = 0
    const doGenerate = async () => {
      tries += 1
      if (tries < 3)
        throw new APICallError({
          message: 'busy',
          url: 'https://example.com',
          requestBodyValues: {},
          statusCode: 503,
          responseHeaders: { 'retry-after-ms': '1' },
        })
      return generated
    }
    const model = wrapLanguageModel({ model: new MockLanguageModelV4({ ...named, doGenerate }), middleware })
    await generateText({ model, prompt: 'hi' })
    await generateText({ model, prompt: 'hi' })
    const seen = (await rows()).map(({ attempt, outcome }) => `${attempt} ${outcome}`).sort()
    expect(seen).toEqual(['1 answered', '1 failed', '2 failed', '3 answered'])
    expect(sum(await rows())).toBe(2n * cost)
  })

  it('charges a stream before its reader sees the end', async () => {
    const { middleware, rows } = await setUp()
    const { stream } = await wrapLanguageModel({ model: streaming(parts), middleware }).doStream({
      prompt: [],
    })
    const seen: string[] = []
    for await (const part of stream) {
      seen.push(part.type)
      if (part.type === 'finish') expect(sum(await rows())).toBe(cost)
    }
    expect(seen).toEqual(parts.map((part) => part.type))
    const { textStream } = streamText({
      model: wrapLanguageModel({ model: streaming(parts), middleware }),
      prompt: 'x',
    })
    let text = ''
    for await (const delta of textStream) text += delta
    expect([text, sum(await rows())]).toEqual(['hello', 2n * cost])
  })

  it('charges an aborted stream as held, and says so', async () => {
    const { middleware, rows } = await setUp([{ id: 'day', scope: 'total', per: 'day', maxUsd: '1' }])
    const model = wrapLanguageModel({ model: streaming(parts), middleware })
    const { stream } = await model.doStream({ prompt: [], maxOutputTokens: 1000 })
    const reader = stream.getReader()
    await reader.read()
    await reader.cancel()
    const [row] = await rows()
    expect(row).toMatchObject({ outcome: 'aborted', certainty: 'estimated' })
    // At least 1,000 tokens of output at $10/M.
    expect(row!.nanoUsd! >= 10_000_000n).toBe(true)
  })

  it('charges a stream that breaks or ends without usage as held', async () => {
    const { middleware, rows } = await setUp()
    const broken = streaming([...parts.slice(0, 3), { type: 'error', error: new Error('reset') }])
    for (const mock of [broken, streaming(parts.slice(0, 3))]) {
      const { stream } = await wrapLanguageModel({ model: mock, middleware }).doStream({
        prompt: [],
        maxOutputTokens: 9,
      })
      for await (const _ of stream);
    }
    const outcomes = (await rows()).map(({ outcome, certainty }) => `${outcome} ${certainty}`)
    expect(outcomes.sort()).toEqual(['aborted estimated', 'failed estimated'])
  })

  it('books every attempt: an error that was answered costs nothing, a lost answer what was held', async () => {
    const { middleware, rows } = await setUp([], { maxOutputTokens: 100 })
    let calls = 0
    const mock = new MockLanguageModelV4({
      ...named,
      doGenerate: async () => {
        calls += 1
        if (calls > 2) return generated
        const init = { message: 'no', url: 'http://x', requestBodyValues: {}, isRetryable: true }
        throw new APICallError(calls === 1 ? { ...init, statusCode: 429 } : init)
      },
    })
    const model = wrapLanguageModel({ model: mock, middleware })
    for (let tries = 0; tries < 3; tries += 1)
      await model.doGenerate({ prompt: [] }).then(undefined, () => undefined)
    const found = (await rows()).map(({ outcome, certainty, nanoUsd }) => ({
      outcome,
      certainty,
      free: nanoUsd === 0n,
    }))
    expect(
      found.sort((a, b) => Number(b.free) - Number(a.free) || (a.certainty < b.certainty ? -1 : 1)),
    ).toEqual([
      { outcome: 'failed', certainty: 'exact', free: true },
      { outcome: 'failed', certainty: 'estimated', free: false },
      { outcome: 'answered', certainty: 'exact', free: false },
    ])
  })

  it('calls no provider when a budget refuses', async () => {
    const { middleware, rows } = await setUp([{ id: 'tiny', scope: 'total', per: 'day', maxUsd: '0.000001' }])
    const mock = new MockLanguageModelV4({ ...named, doGenerate: generated })
    const work = generateText({
      model: wrapLanguageModel({ model: mock, middleware }),
      prompt: 'hi',
      maxOutputTokens: 50,
    })
    const error: unknown = await work.catch((reason: unknown) => reason)
    expect(isAssayError(error) && error.code).toBe('BUDGET_REFUSED')
    expect(mock.doGenerateCalls).toEqual([])
    expect(await rows()).toEqual([])
  })

  it('refuses inside a hard budget what has no price or no bound', async () => {
    const { middleware } = await setUp([{ id: 'day', scope: 'total', per: 'day', maxUsd: '1' }])
    const unknown = new MockLanguageModelV4({ provider: 'home', modelId: 'mine', doGenerate: generated })
    const codeOf = async (work: PromiseLike<unknown>) => {
      const error: unknown = await Promise.resolve(work).catch((reason: unknown) => reason)
      return isAssayError(error) && error.code
    }
    const call = { prompt: [], maxOutputTokens: 10 }
    expect(await codeOf(wrapLanguageModel({ model: unknown, middleware }).doGenerate(call))).toBe(
      'MODEL_UNPRICED',
    )
    const old = new MockLanguageModelV4({ provider: 'cohere', modelId: 'command', doGenerate: generated })
    expect(await codeOf(wrapLanguageModel({ model: old, middleware }).doGenerate({ prompt: [] }))).toBe(
      'BUDGET_UNBOUNDED',
    )
  })

  it('sets a maximum of output where the app gave none', async () => {
    const { middleware } = await setUp([], { maxOutputTokens: 77 })
    const mock = new MockLanguageModelV4({ ...named, doGenerate: generated })
    const model = wrapLanguageModel({ model: mock, middleware })
    await generateText({ model, prompt: 'hi' })
    await generateText({ model, prompt: 'hi', maxOutputTokens: 5 })
    expect(mock.doGenerateCalls.map((call) => call.maxOutputTokens)).toEqual([77, 5])
  })

  it('gives the answer although the books fail, and the hold stays for the sweep', async () => {
    const errors: unknown[] = []
    const { store, tracker } = await setUp()
    const failing = { ...tracker.budgets, settle: () => Promise.reject(new Error('disk')) }
    const broken = createCostTracker({ budgets: failing, prices: createGenaiPrices(), nowMs })
    const middleware = createCostMiddleware(broken, { onError: (error) => errors.push(error) })
    const mock = new MockLanguageModelV4({ ...named, doGenerate: generated })
    await generateText({ model: wrapLanguageModel({ model: mock, middleware }), prompt: 'hi' })
    expect(errors).toHaveLength(1)
    expect(await store.readDueHolds(Number.MAX_SAFE_INTEGER, 10)).toHaveLength(1)
  })

  it('charges usage that contradicts itself as held', async () => {
    const errors: unknown[] = []
    const { middleware, rows } = await setUp([], { onError: (error) => errors.push(error) })
    const odd = { ...usage, inputTokens: { total: 5, noCache: undefined, cacheRead: 600, cacheWrite: 0 } }
    const mock = new MockLanguageModelV4({ ...named, doGenerate: { ...generated, usage: odd } })
    await generateText({
      model: wrapLanguageModel({ model: mock, middleware }),
      prompt: 'hi',
      maxOutputTokens: 9,
    })
    expect(await rows()).toMatchObject([{ certainty: 'estimated', outcome: 'answered' }])
    expect(errors).toMatchObject([{ code: 'USAGE_INVALID' }])
  })
})

describe('the bound of a prompt', () => {
  it('is never below its bytes', () => {
    const prompt = [{ role: 'user', content: [{ type: 'text', text: '漢字'.repeat(100) }] }]
    expect(boundPromptTokens({ prompt })).toBeGreaterThan(600)
  })

  it('counts files by their bytes, and does not know a file that is only named', () => {
    const file = (data: unknown) => ({
      prompt: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data }] }],
    })
    expect(boundPromptTokens(file(new Uint8Array(100_000)))).toBeGreaterThan(100_000)
    expect(boundPromptTokens(file('aGVsbG8='))).toBeGreaterThan(50_000)
    expect(boundPromptTokens(file({ type: 'data', data: new Uint8Array(70_000) }))).toBeGreaterThan(70_000)
    expect(boundPromptTokens(file(new URL('https://example.com/a.png')))).toBeUndefined()
    expect(
      boundPromptTokens(file({ type: 'url', url: new URL('https://example.com/a.png') })),
    ).toBeUndefined()
  })
})
