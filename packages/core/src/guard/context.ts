import * as v from 'valibot'
import { parseInput } from './parse-input.js'

/** Who asks, and under which limits. Defaults describe a single local user. */
export interface CallContext {
  /** Who is charged and audited. Default `local`. */
  readonly actor: string
  /** Datasets of one tenant are invisible to another. Default `local`. */
  readonly tenant: string
  readonly tags: readonly string[]
  /** Hard limit of this call in US dollars, as decimal text; `null` means none was set. */
  readonly budget: { readonly maxUsd: string } | null
  readonly signal: AbortSignal | null
}

/** What a caller may pass of a context; the rest takes its default. */
export interface ContextInput {
  readonly actor?: string | undefined
  readonly tenant?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly budget?: { readonly maxUsd: string } | undefined
  readonly signal?: AbortSignal | undefined
}

/** A name of a person, tenant, tag or budget. */
export const identifierSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u, 'must not hold control characters or half characters'),
)

/** Dollars as decimal text with at most nine places: money never passes through a double. */
export const usdSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,12}(\.\d{1,9})?$/, 'must be dollars as decimal text, for example "0.05"'),
)

const contextEntries = {
  actor: v.optional(identifierSchema, 'local'),
  tenant: v.optional(identifierSchema, 'local'),
  tags: v.optional(v.pipe(v.array(identifierSchema), v.maxLength(50)), []),
  budget: v.optional(v.nullable(v.strictObject({ maxUsd: usdSchema })), null),
  signal: v.optional(v.nullable(v.instance(AbortSignal)), null),
}

/** Entries of the context inside a call's options; see `parseOptions`. */
export const contextSchema = v.object(contextEntries)

/** A whole context with its defaults, frozen; INPUT_INVALID names the field that is wrong. */
export function parseContext(input: unknown): CallContext {
  return Object.freeze(parseInput('context', contextSchema, input ?? {}))
}
