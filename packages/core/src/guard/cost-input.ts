import { type BudgetInput, dimensions, type ResourceRate, resourceUnits } from '@assay/cost-tracker'
import * as v from 'valibot'
import { identifierSchema, usdSchema } from './context.js'
import { parseInput } from './parse-input.js'

const budgetSchema = v.strictObject({
  id: identifierSchema,
  scope: v.picklist(['total', 'tenant', 'user', 'key', 'tag', 'question']),
  value: v.optional(identifierSchema),
  per: v.picklist(['call', 'hour', 'day', 'month', 'total']),
  maxUsd: usdSchema,
  timeZone: v.optional(v.string()),
  hard: v.optional(v.boolean()),
  alertShares: v.optional(v.pipe(v.array(v.number()), v.maxLength(20))),
})

/** A rate for what is never measured, or in another unit, would price nothing. */
const rateOf = (name: keyof typeof resourceUnits) =>
  v.strictObject({
    name: v.literal(name),
    unit: v.literal(resourceUnits[name]),
    usd: v.pipe(v.string(), v.regex(/^\d{1,12}(\.\d{1,18})?$/, 'must be dollars as decimal text')),
    per: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    since: v.pipe(v.string(), v.isoDate()),
  })
const rateSchema = v.variant('name', [
  rateOf('rows-scanned'),
  rateOf('cpu'),
  rateOf('bytes-read'),
  rateOf('storage'),
  rateOf('ingest'),
])

const time = v.pipe(v.string(), v.maxLength(40))
const costsEntries = {
  since: v.optional(time),
  until: v.optional(time),
  timeZone: v.optional(v.pipe(v.string(), v.maxLength(100))),
  tenant: v.optional(identifierSchema),
  actor: v.optional(identifierSchema),
}
const costsSchema = v.strictObject({ ...costsEntries, by: v.optional(v.picklist(dimensions), 'day') })
const focusSchema = v.strictObject(costsEntries)

export type CostsInput = v.InferOutput<typeof costsSchema>
export type FocusInput = v.InferOutput<typeof focusSchema>

/** One budget; what it means (zone, shares, amount) is checked where it is defined. */
export function parseBudgetInput(input: unknown): BudgetInput {
  return parseInput('budget', budgetSchema, input)
}

/** Budgets of an engine; none by default. */
export function parseBudgetInputs(input: unknown): readonly BudgetInput[] {
  return parseInput('budgets', v.pipe(v.array(budgetSchema), v.maxLength(1_000)), input ?? [])
}

/** Rates of an engine; none by default: then resources are unpriced, which is not free. */
export function parseRates(input: unknown): readonly ResourceRate[] {
  return parseInput('rates', v.pipe(v.array(rateSchema), v.maxLength(1_000)), input ?? [])
}

/** One rate. */
export function parseRateInput(input: unknown): ResourceRate {
  return parseInput('rate', rateSchema, input)
}

const rateKeySchema = v.strictObject({
  name: v.picklist(Object.keys(resourceUnits)),
  since: v.pipe(v.string(), v.isoDate()),
})

/** Which rate is meant: the one of a resource and date. */
export function parseRateKey(input: unknown): v.InferOutput<typeof rateKeySchema> {
  return parseInput('rate', rateKeySchema, input)
}

/** Options of a report of costs. */
export function parseCostsInput(input: unknown): CostsInput {
  return parseInput('options', costsSchema, input ?? {})
}

/** Options of an export of costs, which has groups of its own. */
export function parseFocusInput(input: unknown): FocusInput {
  return parseInput('options', focusSchema, input ?? {})
}

/** The id of a budget. */
export function parseBudgetId(input: unknown): string {
  return parseInput('id', identifierSchema, input)
}
