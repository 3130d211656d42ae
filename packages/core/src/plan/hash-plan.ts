import type { Plan } from './algebra.js'
import { canonicalJson, canonicalPlan } from './canonical-plan.js'

/**
 * SHA-256, in hex, of the canonical form as JSON in UTF-8. Plans that differ only in wording share it. Over several
 * datasets, which table a name means depends on what each is called: their names follow on a line of their own.
 */
export async function hashPlan(
  plan: Plan,
  datasets: readonly { readonly as: string; readonly name: string }[] = [],
): Promise<string> {
  const named = datasets.map(({ as, name }) => ({ as, name }))
  const text = canonicalJson(canonicalPlan(plan)) + (named.length > 1 ? `\n${canonicalJson(named)}` : '')
  const bytes = new TextEncoder().encode(text)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
