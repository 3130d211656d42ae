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
