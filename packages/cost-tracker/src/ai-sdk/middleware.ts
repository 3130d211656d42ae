import type { RequestLimit } from '../budgets/request-limit.js'
import type { Attribution, Outcome } from '../ledger/entry.js'
import { isRejected } from '../tracker/failure.js'
import type { Attempt, CallInput, CostTracker } from '../tracker/tracker.js'
import { fromAiSdk } from '../usage/ai-sdk.js'
import { readObject } from '../usage/read-count.js'
import type { Usage } from '../usage/usage.js'
import { boundPromptTokens } from './bound-prompt.js'

/** What the middleware reads of a call; the AI SDK's own types are wider. */
interface CallParams {
  readonly prompt: unknown
  readonly tools?: unknown
  readonly responseFormat?: unknown
  readonly maxOutputTokens?: number | undefined
  readonly providerOptions?: unknown
}

interface NamedModel {
  readonly provider: string
  readonly modelId: string
}

/** A middleware of the AI SDK, versions 6 and 7: the shapes that both share, so that neither is imported. */
export interface CostMiddleware {
  readonly specificationVersion: 'v3'
  transformParams<Params extends CallParams>(options: { readonly params: Params }): Promise<Params>
  wrapGenerate<Result extends { readonly usage: unknown }>(options: {
    readonly doGenerate: () => PromiseLike<Result>
    readonly params: CallParams
    readonly model: NamedModel
  }): Promise<Result>
  wrapStream<
    Part extends { readonly type: string },
    Result extends { stream: ReadableStream<Part> },
  >(options: {
    readonly doStream: () => PromiseLike<Result & { stream: ReadableStream<Part> }>
    readonly params: CallParams
    readonly model: NamedModel
  }): Promise<Result>
}

export interface CostMiddlewareOptions {
  /** What the calls are charged to. A call can say it too: `providerOptions: { assay: { actor, purpose, … } }`. */
  readonly attribution?: Partial<Attribution> | undefined
  /** Set as the maximum where the app gives none; without it, such a call is held at the model's whole context. */
  readonly maxOutputTokens?: number | undefined
  /** A limit on what all calls through this middleware may cost together, as for one question. */
  readonly limits?: readonly RequestLimit[] | undefined
  /** Hears when an answer is there and its settlement failed: the hold expires as charged. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/**
 * Puts a hold before every call of a model, and a settlement and a ledger row after it, streaming included. An
 * aborted or broken call is charged as held and marked; an error that the provider answered costs nothing.
 */
export function createCostMiddleware(
  tracker: CostTracker,
  options: CostMiddlewareOptions = {},
): CostMiddleware {
  const { attribution, maxOutputTokens, limits, onError } = options
  /** Failed tries by prompt: the AI SDK tries again with the very same one. */
  const failed = new WeakMap<object, number>()

  async function begin(model: NamedModel, params: CallParams): Promise<Attempt> {
    const call: CallInput = {
      ...attribution,
      ...readAttribution(params.providerOptions),
      provider: model.provider,
      model: model.modelId,
      maxInputTokens: boundPromptTokens(params),
      maxOutputTokens: params.maxOutputTokens,
      attempt: 1 + (failed.get(promptOf(params)) ?? 0),
      limits,
    }
    return tracker.begin(call)
  }

  /** The answer is there and paid for: what goes wrong in the books must not take it away. */
  async function settle(attempt: Attempt, reported: unknown, outcome: Outcome): Promise<void> {
    let usage: Usage | undefined
    try {
      usage = fromAiSdk(reported)
    } catch (error) {
      onError?.(error)
    }
    await attempt.settle(usage, outcome).catch(onError)
  }

  async function fail(attempt: Attempt, params: CallParams, error: unknown): Promise<void> {
    failed.set(promptOf(params), 1 + (failed.get(promptOf(params)) ?? 0))
    const end = isRejected(error) ? attempt.void('failed') : attempt.settle(undefined, outcomeOf(error))
    await end.catch(onError)
  }

  return {
    specificationVersion: 'v3',
    async transformParams({ params }) {
      return maxOutputTokens === undefined || params.maxOutputTokens !== undefined
        ? params
        : { ...params, maxOutputTokens }
    },
    async wrapGenerate({ doGenerate, params, model }) {
      const attempt = await begin(model, params)
      try {
        const result = await doGenerate()
        await settle(attempt, result.usage, 'answered')
        return result
      } catch (error) {
        await fail(attempt, params, error)
        throw error
      }
    },
    async wrapStream({ doStream, params, model }) {
      const attempt = await begin(model, params)
      try {
        const result = await doStream()
        const stream = watchStream(result.stream, {
          onFinish: (usage) => settle(attempt, usage, 'answered'),
          onEnd: (outcome) => settle(attempt, undefined, outcome),
        })
        return { ...result, stream }
      } catch (error) {
        await fail(attempt, params, error)
        throw error
      }
    },
  }
}

function promptOf(params: CallParams): object {
  const { prompt } = params
  return typeof prompt === 'object' && prompt !== null ? prompt : params
}

/**
 * Passes a stream on as it is. `onFinish` runs before the part that carries the usage is passed on, so that the
 * books are right once the reader sees the end; `onEnd` when the stream ends, breaks or is dropped without it.
 */
function watchStream<Part extends { readonly type: string }>(
  source: ReadableStream<Part>,
  on: { onFinish(usage: unknown): Promise<void>; onEnd(outcome: Outcome): Promise<void> },
): ReadableStream<Part> {
  const reader = source.getReader()
  let settled = false
  let broken = false
  async function end(outcome: Outcome): Promise<void> {
    if (settled) return
    settled = true
    await on.onEnd(outcome)
  }
  return new ReadableStream<Part>(
    {
      async pull(controller) {
        let next: Awaited<ReturnType<typeof reader.read>>
        try {
          next = await reader.read()
        } catch (error) {
          await end(outcomeOf(error))
          throw error
        }
        if (next.done) {
          await end(broken ? 'failed' : 'aborted')
          controller.close()
          return
        }
        if (next.value.type === 'error') broken = true
        if (next.value.type === 'finish' && !settled) {
          settled = true
          await on.onFinish(readObject(next.value)?.['usage'])
        }
        controller.enqueue(next.value)
      },
      async cancel(reason) {
        await Promise.all([end('aborted'), reader.cancel(reason)])
      },
    },
    { highWaterMark: 0 },
  )
}

function outcomeOf(error: unknown): Outcome {
  return error instanceof Error && error.name === 'AbortError' ? 'aborted' : 'failed'
}

const textFields = ['actor', 'tenant', 'key', 'dataset', 'questionId', 'planHash', 'purpose'] as const

/** The attribution that a call carries under `providerOptions.assay`; providers ignore names that are not theirs. */
function readAttribution(providerOptions: unknown): Partial<Attribution> {
  const given = readObject(readObject(providerOptions)?.['assay'])
  if (given === undefined) return {}
  const texts = textFields
    .filter((field) => typeof given[field] === 'string')
    .map((field) => [field, given[field]])
  const tags = given['tags']
  const isTags = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')
  return { ...Object.fromEntries(texts), ...(isTags ? { tags } : {}) }
}
