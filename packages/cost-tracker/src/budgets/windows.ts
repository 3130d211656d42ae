import type { WindowLimit } from '../ledger/cost-store.js'
import type { Attribution } from '../ledger/entry.js'
import { spanOf } from './calendar.js'
import type { BudgetDefinition } from './definition.js'

/** Whose budgets apply. */
export type Subject = Pick<Attribution, 'actor' | 'tenant' | 'key' | 'tags' | 'questionId'>

/** The values of a subject that a budget counts: none when it does not apply. */
function valuesOf(definition: BudgetDefinition, subject: Subject): readonly string[] {
  const own: Readonly<Record<BudgetDefinition['scope'], readonly (string | null)[]>> = {
    total: [''],
    tenant: [subject.tenant],
    user: [subject.actor],
    key: [subject.key],
    tag: subject.tags,
    question: [subject.questionId],
  }
  const values = new Set(own[definition.scope].filter((value) => value !== null))
  if (definition.value === null) return [...values]
  return values.has(definition.value) ? [definition.value] : []
}

/** The budgets that limit each call by itself: they need no counter. */
export function callLimitsOf(definitions: readonly BudgetDefinition[], subject: Subject): BudgetDefinition[] {
  return definitions.filter(
    (definition) => definition.per === 'call' && valuesOf(definition, subject).length > 0,
  )
}

/** Every counter that a call made now must fit in. */
export function windowsOf(
  definitions: readonly BudgetDefinition[],
  subject: Subject,
  atMs: number,
): WindowLimit[] {
  return definitions.flatMap((definition) => {
    const { id: budget, per, capNanoUsd, hard, timeZone } = definition
    if (per === 'call') return []
    const values = valuesOf(definition, subject)
    if (values.length === 0) return []
    const span = per === 'total' ? { startMs: 0, endMs: null } : spanOf(atMs, per, timeZone)
    return values.map((value) => ({ budget, value, ...span, capNanoUsd, hard }))
  })
}
