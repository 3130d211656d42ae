export type {
  Answer,
  ByteHandle,
  ByteSource,
  Catalog,
  Evidence,
  Explanation,
  Plan,
  Verification,
} from '@assay/core'
export { fromBlob, fromBytes, fromStream, fromText } from '@assay/core'
export type { AskOptions, Assay, Dataset, DatasetName, IngestOptions, IngestResult } from './assay.js'
export { type AssayOptions, createAssay, storeMigrations } from './create-assay.js'
export { type ErrorCode, errorTraits } from './error-traits.js'
