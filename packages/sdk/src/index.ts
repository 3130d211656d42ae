export type {
  AskOptions,
  Assay,
  Dataset,
  DatasetName,
  Explanation,
  IngestOptions,
  IngestResult,
  Verification,
} from './assay.js'
