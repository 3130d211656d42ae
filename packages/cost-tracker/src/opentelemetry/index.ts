import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { LedgerEntry } from '../ledger/entry.js'
import { formatUsd } from '../money/usd.js'
import { inputTokens, outputTokens } from '../usage/usage.js'
import { costNames, type GenAiNames, type GenAiVersion, genAiNames } from './names.js'

export { costNames, type GenAiNames, type GenAiVersion, genAiNames } from './names.js'

type Attributes = Record<string, string | number>

interface Instrument {
  add(value: number, attributes: Attributes): void
}

interface Histogram {
  record(value: number, attributes: Attributes): void
}

interface InstrumentOptions {
  readonly unit: string
  readonly description: string
}

/** The part of a tracer that is used, so that one of any 1.x version of the API fits. */
export interface CostTracerLike {
  startSpan(
    name: string,
    options: { kind: number; startTime: number; attributes: Attributes },
  ): {
    setAttribute(name: string, value: string): unknown
    setStatus(status: { code: number }): unknown
    end(endTime: number): void
  }
}

/** The part of a meter that is used. */
export interface CostMeterLike {
  createHistogram(name: string, options: InstrumentOptions): Histogram
  createCounter(name: string, options: InstrumentOptions): Instrument
  createUpDownCounter(name: string, options: InstrumentOptions): Instrument
}

const scope = '@assay/cost-tracker'

export interface CostTelemetryOptions {
  /** Default: the one registered with the API, which does nothing where none is. */
  readonly tracer?: CostTracerLike | undefined
  readonly meter?: CostMeterLike | undefined
  /** Which version of the GenAI conventions to speak. Default 1.40. */
  readonly version?: GenAiVersion | undefined
}

const failures: ReadonlySet<LedgerEntry['outcome']> = new Set(['failed', 'aborted', 'expired'])

/**
 * An `onEntry` that tells OpenTelemetry of each call: a client span with usage and exact cost, and metrics of
 * tokens, durations, spend, savings and unpriced calls. No prompt, no answer and no name of a user is in them.
 */
export function createCostTelemetry(options: CostTelemetryOptions): (entry: LedgerEntry) => void {
  const { tracer = trace.getTracer(scope), meter = metrics.getMeter(scope), version = '1.40' } = options
  const names = genAiNames[version]
  const tokens = meter.createHistogram(names.tokenUsage, { unit: '{token}', description: 'Tokens used' })
  const duration = meter.createHistogram(names.operationDuration, {
    unit: 's',
    description: 'Duration of calls',
  })
  // A correction takes back, which a plain counter cannot.
  const spend = meter.createUpDownCounter(costNames.spend, { unit: 'USD', description: 'Spent on models' })
  const avoided = meter.createCounter(costNames.avoided, {
    unit: 'USD',
    description: 'Not spent, by caches',
  })
  const unpriced = meter.createCounter(costNames.unpriced, {
    unit: '{call}',
    description: 'Calls without a price',
  })

  function measure(entry: LedgerEntry): void {
    const attributes = commonAttributes(entry, names)
    const dollars = (nanoUsd: bigint) => Number(formatUsd(nanoUsd))
    if (entry.nanoUsd === null) unpriced.add(1, attributes)
    else spend.add(dollars(entry.nanoUsd), attributes)
    if (entry.savedNanoUsd > 0n) avoided.add(dollars(entry.savedNanoUsd), attributes)
    // A correction is no further call.
    if (entry.corrects !== null || entry.outcome === 'cached') return
    const [input, output] = [inputTokens(entry.usage), outputTokens(entry.usage)]
    if (input > 0) tokens.record(input, { ...attributes, [names.tokenType]: 'input' })
    if (output > 0) tokens.record(output, { ...attributes, [names.tokenType]: 'output' })
    if (entry.elapsedMs === null) return
    const failed = failures.has(entry.outcome) ? { [names.errorType]: entry.outcome } : {}
    duration.record(entry.elapsedMs / 1000, { ...attributes, ...failed })
  }

  function record(entry: LedgerEntry): void {
    if (entry.corrects !== null || entry.outcome === 'cached') return
    const span = tracer.startSpan(`chat ${entry.model ?? 'unknown'}`, {
      kind: SpanKind.CLIENT,
      startTime: entry.atMs,
      attributes: spanAttributes(entry, names),
    })
    if (failures.has(entry.outcome)) {
      span.setAttribute(names.errorType, entry.outcome)
      span.setStatus({ code: SpanStatusCode.ERROR })
    }
    span.end(entry.atMs + (entry.elapsedMs ?? 0))
  }

  return (entry) => {
    if (entry.kind !== 'call') return
    measure(entry)
    record(entry)
  }
}

function commonAttributes(entry: LedgerEntry, names: GenAiNames): Attributes {
  return {
    [names.operation]: 'chat',
    [names.provider]: entry.provider ?? 'unknown',
    [names.requestModel]: entry.model ?? 'unknown',
    [costNames.tenant]: entry.tenant,
    [costNames.purpose]: entry.purpose,
  }
}

function spanAttributes(entry: LedgerEntry, names: GenAiNames): Attributes {
  const { usage, nanoUsd, priceBook } = entry
  return {
    ...commonAttributes(entry, names),
    [names.inputTokens]: inputTokens(usage),
    [names.outputTokens]: outputTokens(usage),
    [names.cacheReadTokens]: usage.cacheRead ?? 0,
    [names.cacheWriteTokens]: (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0),
    [costNames.certainty]: entry.certainty,
    ...(nanoUsd === null ? {} : { [costNames.usd]: formatUsd(nanoUsd) }),
    ...(priceBook === null ? {} : { [costNames.priceBook]: priceBook }),
  }
}
