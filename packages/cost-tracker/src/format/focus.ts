import type { LedgerEntry } from '../ledger/entry.js'
import { formatUsd } from '../money/usd.js'
import { createTimeLabel } from '../report/dimension.js'
import { toCsv } from './csv.js'

/**
 * Columns of FOCUS (FinOps Open Cost and Usage Specification) 1.2. The first 21 are its mandatory ones; of the
 * others, those that older validators want are there too, empty where a call of a model has nothing to say.
 */
export const focusColumns = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ServiceCategory',
  'ServiceName',
  'ChargeFrequency',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedUnitPrice',
  'ListUnitPrice',
  'PricingCategory',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceSubcategory',
  'SkuId',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'Tags',
  'x_AvoidedCost',
  'x_Bucket',
  'x_Model',
] as const

export type FocusColumn = (typeof focusColumns)[number]
/** `null` is the specification's null: an empty cell. */
export type FocusRow = Readonly<Record<FocusColumn, string | null>>

export interface FocusOptions {
  readonly billingAccountId: string
  readonly billingAccountName?: string | undefined
}

interface Cell {
  readonly provider: string
  readonly model: string
  readonly bucket: string
  readonly day: string
  quantity: number
  nanoUsd: bigint
  avoidedNanoUsd: bigint
}

/**
 * Rows of FOCUS 1.2: one for each day (UTC), model and bucket. Calls that a cache replaced are rows of $0 with what
 * they avoided in `x_AvoidedCost`, never credits. Calls without a price have no cost to tell: they are counted
 * apart. Resources are no charge of anybody, so that they are not in it.
 */
export function focusRows(
  entries: Iterable<LedgerEntry>,
  options: FocusOptions,
): { readonly rows: readonly FocusRow[]; readonly unpricedCalls: number } {
  const cells = new Map<string, Cell>()
  const dayOf = createTimeLabel('day', 'UTC')
  let unpricedCalls = 0
  const cellOf = (entry: LedgerEntry, bucket: string): Cell => {
    const { provider, model, atMs } = entry
    const day = dayOf(atMs)
    const id = JSON.stringify([day, provider, model, bucket])
    let cell = cells.get(id)
    if (cell === undefined) {
      cell = {
        provider: provider ?? 'unknown',
        model: model ?? 'unknown',
        bucket,
        day,
        quantity: 0,
        nanoUsd: 0n,
        avoidedNanoUsd: 0n,
      }
      cells.set(id, cell)
    }
    return cell
  }
  for (const entry of entries) {
    if (entry.kind !== 'call') continue
    if (entry.outcome === 'cached') {
      const cell = cellOf(entry, 'cached')
      cell.quantity += 1
      cell.avoidedNanoUsd += entry.savedNanoUsd
      continue
    }
    if (entry.nanoUsd === null) {
      unpricedCalls += 1
      continue
    }
    for (const line of entry.lines) {
      const cell = cellOf(entry, line.bucket)
      cell.quantity += line.quantity
      cell.nanoUsd += line.nanoUsd ?? 0n
    }
  }
  const kept = [...cells.values()].filter(
    ({ quantity, nanoUsd, avoidedNanoUsd }) => quantity !== 0 || nanoUsd !== 0n || avoidedNanoUsd !== 0n,
  )
  return { rows: kept.map((cell) => toRow(cell, options)), unpricedCalls }
}

/** The rows as CSV with a header line, nulls as empty cells. */
export function formatFocusCsv(rows: readonly FocusRow[]): string {
  return toCsv([[...focusColumns], ...rows.map((row) => focusColumns.map((column) => row[column] ?? ''))])
}

/** What a bucket counts, as FOCUS names units: plural, with the size of a block before it. */
function unitOf(bucket: string): { consumed: string; pricing: string; per: number } {
  if (bucket === 'webSearches') return { consumed: 'Searches', pricing: '1000 Searches', per: 1000 }
  if (bucket === 'requests' || bucket === 'estimate' || bucket === 'cached') {
    return { consumed: 'Requests', pricing: 'Requests', per: 1 }
  }
  return { consumed: 'Tokens', pricing: '1000000 Tokens', per: 1_000_000 }
}

function toRow(
  cell: Cell,
  { billingAccountId, billingAccountName = billingAccountId }: FocusOptions,
): FocusRow {
  const { provider, model, bucket, day, quantity } = cell
  const { consumed, pricing, per } = unitOf(bucket)
  const cost = formatUsd(cell.nanoUsd)
  const start = Date.parse(`${day}T00:00:00Z`)
  const month = new Date(start)
  const [year, index] = [month.getUTCFullYear(), month.getUTCMonth()]
  const empty = Object.fromEntries(focusColumns.map((column) => [column, null])) as Record<FocusColumn, null>
  return {
    ...empty,
    BilledCost: cost,
    BillingAccountId: billingAccountId,
    BillingAccountName: billingAccountName,
    BillingCurrency: 'USD',
    BillingPeriodStart: isoSeconds(Date.UTC(year, index, 1)),
    BillingPeriodEnd: isoSeconds(Date.UTC(year, index + 1, 1)),
    ChargeCategory: 'Usage',
    ChargeDescription: `${model}: ${descriptions[bucket] ?? bucket}`,
    ChargeFrequency: 'Usage-Based',
    ChargePeriodStart: isoSeconds(start),
    ChargePeriodEnd: isoSeconds(start + 86_400_000),
    // With a decimal point, because validators tell a decimal from an integer.
    ConsumedQuantity: `${quantity}.0`,
    ConsumedUnit: consumed,
    ContractedCost: cost,
    EffectiveCost: cost,
    InvoiceIssuerName: provider,
    ListCost: cost,
    PricingCategory: 'Standard',
    PricingQuantity: decimalQuotient(quantity, per),
    PricingUnit: pricing,
    ProviderName: provider,
    PublisherName: provider,
    ServiceCategory: 'AI and Machine Learning',
    ServiceName: model,
    ServiceSubcategory: 'Generative AI',
    x_AvoidedCost: formatUsd(cell.avoidedNanoUsd),
    x_Bucket: bucket,
    x_Model: model,
  }
}

const descriptions: Readonly<Record<string, string>> = {
  input: 'input tokens',
  cacheRead: "input tokens read from the provider's cache",
  cacheWrite5m: 'input tokens written to the cache for 5 minutes',
  cacheWrite1h: 'input tokens written to the cache for 1 hour',
  inputAudio: 'audio input tokens',
  cacheReadAudio: 'audio input tokens read from the cache',
  inputImage: 'image input tokens',
  cacheReadImage: 'image input tokens read from the cache',
  output: 'output tokens',
  reasoning: 'reasoning tokens',
  outputAudio: 'audio output tokens',
  outputImage: 'image output tokens',
  requests: 'requests',
  webSearches: 'web searches',
  estimate: 'calls of unknown usage, charged as held',
  cached: 'calls that a cache replaced',
}

function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Exact decimal text of a whole number divided by a power of ten. */
function decimalQuotient(quantity: number, per: number): string {
  const places = String(per).length - 1
  if (places === 0) return String(quantity)
  const digits = String(Math.abs(quantity)).padStart(places + 1, '0')
  const fraction = digits.slice(-places).replace(/0+$/, '')
  return `${quantity < 0 ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`
}
