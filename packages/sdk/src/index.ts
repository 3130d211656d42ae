export type {
  Answer,
  BudgetState,
  ByteHandle,
  ByteSource,
  Catalog,
  Evidence,
  Explanation,
  FocusExport,
  OverBudget,
  Plan,
  UrlOptions,
  Verification,
} from '@assay/core'
export { fromBlob, fromBytes, fromStream, fromText, fromUrl } from '@assay/core'
export type { BudgetInput, CostReport, Dimension, ResourceRate } from '@assay/cost-tracker'
export type {
  AskOptions,
  Assay,
  CostsFilter,
  CostsOptions,
  Dataset,
  DatasetName,
  DatasetNames,
  IngestOptions,
  IngestResult,
  LinkInput,
  NamedDataset,
  QueryOptions,
  VerifyOptions,
} from './assay.js'
export { type AssayOptions, createAssay, storeMigrations } from './create-assay.js'
export { type ErrorCode, errorTraits } from './error-traits.js'
