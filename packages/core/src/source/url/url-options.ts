/** How an address is read. */
export interface UrlOptions {
  /**
   * Sent to the address's own origin, not to others that it redirects to. They are kept nowhere: a source that needs them
   * is spooled, so that its evidence can be read without them.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * Asked before each request, redirects included; false refuses it (SOURCE_ADDRESS_REFUSED). Without it any http or
   * https address is read, those of private networks too: give one wherever addresses come from strangers.
   */
  readonly allow?: ((address: URL) => boolean | Promise<boolean>) | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  /** First pause before what failed for the moment is tried again; each further one is twice as long. Default 250. */
  readonly retryMs?: number | undefined
  /** Without a byte for so long, an answer has broken off. Default 60,000. */
  readonly stallMs?: number | undefined
}
