export type { Store } from '@assay/store'
