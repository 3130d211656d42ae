export type { Answer, AnswerStatus, DatasetRef, Evidence, SpanEvidence, UnsupportedReason } from './answer/answer.js'
export type {
  Catalog,
  CatalogColumn,
  CatalogTable,
  ColumnType,
  FrequentValue,
  KindCounts,
  ValueIndex,
  ValueMatch,
} from './catalog/catalog.js'
export type { Cell, Coverage, Provenance, Result, ResultColumn } from './execute/result.js'
export type { CallContext, ContextInput } from './guard/context.js'
export type { JsonFormat } from './json/scanner.js'
export type { Comparison, Expression, Measure, Named, Plan, Relation, SortKey } from './plan/algebra.js'
export type { Language, QuestionReading, WordReading } from './question/reading.js'
export type { ByteHandle, ByteSource, SourceIdentity } from './source/byte-source.js'
