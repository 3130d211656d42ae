import { columnErrors } from './columns/errors.js'
import { executeErrors } from './execute/errors.js'
import { guardErrors } from './guard/errors.js'
import { jsonErrors } from './json/errors.js'
import { pipelineErrors } from './pipeline/errors.js'
import { planErrors } from './plan/errors.js'
import { sourceErrors } from './source/errors.js'
import { sqlErrors } from './sql/errors.js'

/** Traits of every code of this package. */
export const coreErrorTraits = {
  ...guardErrors.traits,
  ...sourceErrors.traits,
  ...jsonErrors.traits,
  ...columnErrors.traits,
  ...planErrors.traits,
  ...sqlErrors.traits,
  ...executeErrors.traits,
  ...pipelineErrors.traits,
}
