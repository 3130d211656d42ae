import type { Language } from '@assay/core'
import type { AskOptions } from '@assay/sdk'
import type { Session } from '../session/session.js'
import type { AnswerOptions } from './command-options.js'

/** Options of `ask`, `query` and `explain` as the engine takes them. */
export function toAskOptions(
  options: AnswerOptions & { readonly lang?: Language },
  session: Session,
): AskOptions {
  return {
    language: options.lang,
    evidence: options.evidence,
    budget: options.maxCost === undefined ? undefined : { maxUsd: options.maxCost },
    actor: options.user,
    tags: options.tag,
    signal: session.signal,
  }
}
