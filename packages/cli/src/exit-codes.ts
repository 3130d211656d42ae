import type { Answer } from '@assay/core'
import type { Explanation, Verification } from '@assay/sdk'

/** Exit codes of the command that do not come from an error (DECISIONS: 3 unsupported, 4 budget, 5 partial, 6 mismatch). */
export const exitOf = {
  answer: ({ status, reason }: Pick<Answer, 'status' | 'reason'>): number =>
    status === 'answered' ? 0 : status === 'partial' ? 5 : reason === 'over-budget' ? 4 : 3,
  explanation: ({ reading }: Pick<Explanation, 'reading'>): number =>
    reading?.status === 'unsupported' ? 3 : 0,
  verification: ({ ok }: Pick<Verification, 'ok'>): number => (ok ? 0 : 6),
}
