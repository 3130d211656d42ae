export type { Assay, Dataset, IngestResult } from '@assay/sdk'
export { fromBlob, fromBytes, fromStream, fromText, fromUrl } from '@assay/sdk'
export { createAssay, type NodeAssayOptions } from './create-assay.js'
export { fromFile, fromFiles } from './from-file.js'
