import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'
import { buildEntry, type LedgerEntry } from '../ledger/entry.js'
import { createCostTelemetry, type GenAiVersion } from './index.js'

const atMs = Date.parse('2026-06-15T12:00:00Z')
const call = buildEntry({
  id: 'a',
  kind: 'call',
  atMs,
  actor: 'ann@example.com',
  text: 'secret question',
  provider: 'openai',
  model: 'gpt-4o',
  purpose: 'plan',
  usage: { input: 400, cacheRead: 600, output: 150, reasoning: 50 },
  nanoUsd: 3_750_000n,
  priceBook: 'genai-prices@0.1.8',
  elapsedMs: 1500,
})

async function tell(entries: readonly LedgerEntry[], version?: GenAiVersion) {
  const spans = new InMemorySpanExporter()
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 })
  const meters = new MeterProvider({ readers: [reader] })
  const onEntry = createCostTelemetry({
    tracer: tracers.getTracer('test'),
    meter: meters.getMeter('test'),
    version,
  })
  entries.forEach(onEntry)
  await reader.forceFlush()
  const found = metrics
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
  await meters.shutdown()
  return {
    spans: spans.getFinishedSpans(),
    metrics: new Map(found.map((metric) => [metric.descriptor.name, metric.dataPoints])),
  }
}

describe('telemetry', () => {
  it('tells a call as a span with usage and exact cost', async () => {
    const { spans } = await tell([call])
    expect(spans).toHaveLength(1)
    expect(spans[0]).toMatchObject({
      name: 'chat gpt-4o',
      startTime: [atMs / 1000, 0],
      endTime: [atMs / 1000 + 1, 500_000_000],
    })
    expect(spans[0]?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 200,
      'gen_ai.usage.cache_read.input_tokens': 600,
      'gen_ai.usage.cache_creation.input_tokens': 0,
      'assay.cost.usd': '0.00375',
      'assay.cost.certainty': 'exact',
      'assay.cost.price_book': 'genai-prices@0.1.8',
      'assay.tenant': 'local',
      'assay.purpose': 'plan',
    })
    expect(JSON.stringify(spans[0]?.attributes)).not.toMatch(/ann|secret/)
  })

  it('speaks the older names where they are asked for', async () => {
    const { spans } = await tell([call], '1.36')
    expect(spans[0]?.attributes['gen_ai.system']).toBe('openai')
    expect(spans[0]?.attributes['gen_ai.provider.name']).toBeUndefined()
  })

  it('measures spend with its corrections, savings and what has no price', async () => {
    const correction: LedgerEntry = { ...call, id: 'a~corrected', corrects: 'a', nanoUsd: -750_000n }
    const cached: LedgerEntry = { ...call, id: 'c', outcome: 'cached', nanoUsd: 0n, savedNanoUsd: 5_000_000n }
    const unpriced: LedgerEntry = { ...call, id: 'u', nanoUsd: null, outcome: 'failed' }
    const question = buildEntry({ id: 'q', kind: 'question', atMs })
    const { metrics, spans } = await tell([call, correction, cached, unpriced, question])
    expect(spans).toHaveLength(2)
    expect(metrics.get('assay.cost.spend')?.[0]?.value).toBeCloseTo(0.003, 12)
    expect(metrics.get('assay.cost.avoided')?.[0]?.value).toBeCloseTo(0.005, 12)
    expect(metrics.get('assay.cost.unpriced_calls')?.[0]?.value).toBe(1)
    expect(metrics.get('gen_ai.client.operation.duration')).toHaveLength(2)
    const types = metrics
      .get('gen_ai.client.token.usage')
      ?.map(({ attributes, value }) => [attributes['gen_ai.token.type'], value])
    expect(types).toMatchObject([
      ['input', { sum: 2000 }],
      ['output', { sum: 400 }],
    ])
  })

  it('does nothing where nothing is registered', () => {
    expect(() => createCostTelemetry({})(call)).not.toThrow()
  })
})
