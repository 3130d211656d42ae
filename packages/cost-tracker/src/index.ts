export {
  type CostMiddleware,
  type CostMiddlewareOptions,
  createCostMiddleware,
} from './ai-sdk/middleware.js'
export type { Bill, ModelCall, ResourceUse } from './bill.js'
export { emptyBill } from './bill.js'
export type { BudgetAlert } from './budgets/alerts.js'
export {
  type Budgets,
  type BudgetsOptions,
  createBudgets,
  type HoldInput,
} from './budgets/budgets.js'
export {
  type BudgetDefinition,
  type BudgetInput,
  type BudgetPeriod,
  type BudgetScope,
  parseBudget,
} from './budgets/definition.js'
export { describeWindow } from './budgets/refusal.js'
export { isRequestLimit, type RequestLimit } from './budgets/request-limit.js'
export {
  createAlertWebhook,
  isSignedAlert,
  signatureHeader,
  type WebhookOptions,
} from './budgets/webhook.js'
export { type CostErrors, costErrors, type RefusedBudget } from './errors.js'
export { formatBudgetsTable } from './format/budgets.js'
export { formatReportCsv } from './format/csv.js'
export {
  type FocusColumn,
  type FocusOptions,
  type FocusRow,
  focusColumns,
  focusRows,
  formatFocusCsv,
} from './format/focus.js'
export { formatReport, type ReportFormat, reportFormats } from './format/format-report.js'
export { formatReportHtml } from './format/html.js'
export { formatReportTable } from './format/table.js'
export { buildBill } from './ledger/build-bill.js'
export type {
  BudgetWindow,
  CostStore,
  EntryFilter,
  Hold,
  HoldOutcome,
  HoldRequest,
  HoldState,
  Resolution,
  ShareClaim,
  WindowKey,
  WindowLimit,
} from './ledger/cost-store.js'
export {
  type Attribution,
  buildEntry,
  type EntryLine,
  type LedgerEntry,
  type Outcome,
} from './ledger/entry.js'
export { type EntryJson, fromEntryJson, toEntryJson } from './ledger/entry-json.js'
export {
  buildQuestionEntry,
  createLedger,
  type Ledger,
  type QuestionInput,
  type SavingInput,
} from './ledger/ledger.js'
export { createMemoryCostStore } from './memory/memory-store.js'
export { formatUsd, parseUsd } from './money/usd.js'
export { type Charge, type ChargeLine, chargeUsage } from './prices/charge.js'
export type { ModelPrice, PriceBook, Rate } from './prices/price.js'
export { createPriceBook, type PriceOverride, type RateInput } from './prices/price-book.js'
export { type CallBounds, worstCase } from './prices/worst-case.js'
export {
  type CostReport,
  costReport,
  createReportBuilder,
  type ReportBuilder,
  type ReportGroup,
  type ReportOptions,
} from './report/cost-report.js'
export { type Dimension, dimensions } from './report/dimension.js'
export { type Period, parsePeriod } from './report/period.js'
export type { DearQuestion, QuestionCosts } from './report/questions.js'
export type { Recommendation } from './report/recommend.js'
export type { Totals } from './report/totals.js'
export {
  createRateCard,
  type PricedResources,
  parseRate,
  type RateCard,
  type ResourceRate,
  resourceUnits,
} from './resources/rate-card.js'
export { claimDue, readDue, type SharedCost } from './resources/shares.js'
export {
  type Attempt,
  type CallInput,
  type CostTracker,
  type CostTrackerOptions,
  createCostTracker,
} from './tracker/tracker.js'
export { fromAiSdk } from './usage/ai-sdk.js'
export { fromAnthropic } from './usage/anthropic.js'
export { fromGemini } from './usage/gemini.js'
export { fromOpenAiChat, fromOpenAiResponses } from './usage/openai.js'
export { fromOpenAiCompatible } from './usage/openai-compatible.js'
export { inputTokens, outputTokens, type Usage, type UsageBucket, usageBuckets } from './usage/usage.js'
