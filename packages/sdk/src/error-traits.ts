import { coreErrorTraits } from '@assay/core'
import { costErrors } from '@assay/cost-tracker'
import { storeErrors } from '@assay/store'
import type { ErrorTraits } from '@assay/store/error'

const traits = { ...storeErrors.traits, ...costErrors.traits, ...coreErrorTraits }

/** Every code that a caller can meet. */
export type ErrorCode = keyof typeof traits

/** HTTP status, retryability and exit status of every code: the one table that servers and commands read. */
export const errorTraits: Readonly<Record<ErrorCode, ErrorTraits>> = Object.freeze(traits)
