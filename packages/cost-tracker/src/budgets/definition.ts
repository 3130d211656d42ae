import { costErrors } from '../errors.js'
import { maxNanoUsd, problemOfName } from '../ledger/check-entry.js'
import { parseUsd } from '../money/usd.js'
import { isTimeZone } from './calendar.js'

export type BudgetScope = 'total' | 'tenant' | 'user' | 'key' | 'tag' | 'question'
export type BudgetPeriod = 'call' | 'hour' | 'day' | 'month' | 'total'

/** A budget as a person writes it. */
export interface BudgetInput {
  readonly id: string
  readonly scope: BudgetScope
  /** Only this user, tenant, …; left out, each value has a counter of its own under the same cap. */
  readonly value?: string | undefined
  readonly per: BudgetPeriod
  /** Decimal dollars. */
  readonly maxUsd: string
  /** IANA name of the zone whose calendar is meant. Default UTC. */
  readonly timeZone?: string | undefined
  /** A soft budget only tells. Default true. */
  readonly hard?: boolean | undefined
  /** Shares of the cap at which to tell, as 0.8; each once a window. Default 0.8 and 1. */
  readonly alertShares?: readonly number[] | undefined
}

export interface BudgetDefinition {
  readonly id: string
  readonly scope: BudgetScope
  /** `null`: each value has a counter of its own. */
  readonly value: string | null
  readonly per: BudgetPeriod
  readonly capNanoUsd: bigint
  readonly timeZone: string
  readonly hard: boolean
  readonly alertShares: readonly number[]
}

const scopes: readonly string[] = ['total', 'tenant', 'user', 'key', 'tag', 'question']
const periods: readonly string[] = ['call', 'hour', 'day', 'month', 'total']

/** Checks a budget; a problem is `BUDGET_INVALID` and names what is wrong. */
export function parseBudget(input: BudgetInput): BudgetDefinition {
  const { id, scope, per, value = null, timeZone = 'UTC', hard = true, alertShares = [0.8, 1] } = input
  const capNanoUsd = parseUsd(input.maxUsd)
  const fail = (problem: string) =>
    costErrors.create('BUDGET_INVALID', `The budget "${id}" is not usable: ${problem}.`, {
      budget: id,
      problem,
    })
  if (id === '' || id.includes('/')) throw fail('its id is empty or holds a slash')
  for (const name of [id, value]) {
    const problem = problemOfName(name)
    if (problem !== undefined) throw fail(problem)
  }
  if (!scopes.includes(scope)) throw fail(`"${scope}" is none of ${scopes.join(', ')}`)
  if (!periods.includes(per)) throw fail(`"${per}" is none of ${periods.join(', ')}`)
  if (per === 'call' && !hard)
    throw fail('a budget for each call has no window to watch, so that it must be hard')
  if (scope === 'total' && value !== null) throw fail('a total has no value')
  if (capNanoUsd === undefined || capNanoUsd > maxNanoUsd) {
    throw fail(`"${input.maxUsd}" is no amount in dollars with at most nine decimals`)
  }
  if (!isTimeZone(timeZone)) throw fail(`"${timeZone}" is no time zone`)
  if (alertShares.some((share) => !(share > 0 && Number.isFinite(share))))
    throw fail('alert shares are above 0')
  return {
    id,
    scope,
    value,
    per,
    capNanoUsd,
    timeZone,
    hard,
    alertShares: alertShares.toSorted((a, b) => a - b),
  }
}

/** Whether a stored budget says what another one says. */
export function isSameBudget(stored: BudgetDefinition | undefined, other: BudgetDefinition): boolean {
  return (
    stored !== undefined &&
    stored.id === other.id &&
    stored.scope === other.scope &&
    stored.value === other.value &&
    stored.per === other.per &&
    stored.capNanoUsd === other.capNanoUsd &&
    stored.timeZone === other.timeZone &&
    stored.hard === other.hard &&
    stored.alertShares.join() === other.alertShares.join()
  )
}
