import type { Plan } from './algebra.js'

/** The same plan, frozen through and through: it can be logged, hashed and cached without being copied. */
export function freezePlan(plan: Plan): Plan {
  freezeDeep(plan)
  return plan
}

function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const child of Object.values(value)) freezeDeep(child)
}
