import type { Plan } from './algebra.js'
import { canonicalJson, canonicalPlan } from './canonical-plan.js'

/** SHA-256, in hex, of the canonical form as JSON in UTF-8. Plans that differ only in wording share it. */
export async function hashPlan(plan: Plan): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(canonicalPlan(plan)))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
