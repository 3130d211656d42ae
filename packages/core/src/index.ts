export type {
  Answer,
  AnswerStatus,
  DatasetRef,
  DeclaredLink,
  Evidence,
  OverBudget,
  SpanEvidence,
  UnsupportedReason,
} from './answer/answer.js'
export type {
  Catalog,
  CatalogColumn,
  CatalogLink,
  CatalogTable,
  ColumnType,
  FrequentValue,
  KindCounts,
  ValueIndex,
  ValueMatch,
} from './catalog/catalog.js'
export type { ColumnReading } from './catalog/column-reading.js'
export { type Crc32, useCrc32 } from './columns/crc32.js'
export type { Batch, Dictionary, RecordLocation, Table, Vector, ZonePredicate } from './columns/table.js'
export { ValueKind } from './columns/table.js'
export type { BlockChannel, BlockRunner, BlockThread } from './columns/threads/block-runner.js'
export { coreErrorTraits } from './error-traits.js'
export type { Cell, Coverage, Provenance, Result, ResultColumn } from './execute/result.js'
export {
  type IngestThreads,
  parseAskInput,
  parseCacheBytes,
  parseDatasetName,
  parseDatasetNames,
  parseIngestInput,
  parseQuestion,
  parseSqlText,
  parseThreads,
} from './guard/call-input.js'
export { type CallContext, type ContextInput, parseContext } from './guard/context.js'
export {
  parseBudgetId,
  parseBudgetInput,
  parseBudgetInputs,
  parseCostsInput,
  parseFocusInput,
  parseRateInput,
  parseRateKey,
  parseRates,
} from './guard/cost-input.js'
export { kernelBytes, useKernelModule } from './json/kernel/kernel.js'
export type { JsonFormat } from './json/scanner.js'
export { explainQuery, runQuery, verifyAnswer } from './pipeline/asking.js'
export { createEngine, type Engine } from './pipeline/engine.js'
export { pipelineErrors } from './pipeline/errors.js'
export type { Explanation } from './pipeline/explain-query.js'
export { ingest, removeFiles } from './pipeline/ingest.js'
export { migrations } from './pipeline/migrations.js'
export {
  type BudgetState,
  type FocusExport,
  readBudgets,
  readCosts,
  readFocus,
} from './pipeline/read-costs.js'
export { type ScopePolicy, scopeDataset } from './pipeline/scope-dataset.js'
export type { StoredVersion } from './pipeline/stored-version.js'
export { sweep } from './pipeline/sweep.js'
export type { Verification } from './pipeline/verify-answer.js'
export { withDataset } from './pipeline/with-dataset.js'
export type { Comparison, Expression, Measure, Named, Plan, Relation, SortKey } from './plan/algebra.js'
export { parsePlan } from './plan/parse-plan.js'
export type { Language, QuestionReading, WordReading } from './question/reading.js'
export type { ByteHandle, ByteSource, SourceIdentity } from './source/byte-source.js'
export { sourceErrors } from './source/errors.js'
export { fromBlob } from './source/from-blob.js'
export { fromBytes, fromText } from './source/from-bytes.js'
export { fromStream } from './source/from-stream.js'
export { fromUrl, isWebAddress } from './source/from-url.js'
export type { UrlOptions } from './source/url/url-options.js'
