export type { ErrorDetails, ErrorFamily, ErrorTraits, Location } from './assay-error.js'
export { AssayError, defineErrors, isAssayError } from './assay-error.js'
