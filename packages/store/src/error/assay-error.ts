/** What every caller may know of a code without reading its message. */
export interface ErrorTraits {
  /** HTTP status that an edge answers with (RFC 9110). */
  readonly status: number
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean
  /** Exit status of the command (0 is never used here). */
  readonly exit: 1 | 2 | 3 | 4 | 5 | 6 | 130
}

/** A place in a source: zero-based byte offset, one-based line, one-based column counted in bytes. */
export interface Location {
  readonly offset: number
  readonly line: number
  readonly column: number
}

export type ErrorDetails = Readonly<Record<string, unknown>>

const brand = Symbol.for('assay.error')

/** The one error class. `code` is stable; `message` is a sentence for people; `hint` is the next step. */
export class AssayError<
  Code extends string = string,
  Details extends ErrorDetails = ErrorDetails,
> extends Error {
  readonly [brand] = true
  readonly code: Code
  readonly details: Details
  readonly traits: ErrorTraits
  readonly hint: string | undefined

  constructor(init: {
    code: Code
    message: string
    details: Details
    traits: ErrorTraits
    hint?: string | undefined
    cause?: unknown
  }) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause })
    this.name = 'AssayError'
    this.code = init.code
    this.details = init.details
    this.traits = init.traits
    this.hint = init.hint
  }

  /** Plain data, as printed under `--json` and sent as a problem document. The cause stays inside. */
  toJSON(): { code: Code; message: string; hint?: string; details: Details } {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      details: this.details,
    }
  }
}

/** True for an error of any copy of this package (a symbol in the global registry, not `instanceof`). */
export function isAssayError(value: unknown): value is AssayError {
  return typeof value === 'object' && value !== null && brand in value
}

export interface ErrorFamily<Map extends { [Code in keyof Map]: ErrorDetails }> {
  readonly traits: { readonly [Code in keyof Map & string]: ErrorTraits }
  create<Code extends keyof Map & string>(
    code: Code,
    message: string,
    details: Map[Code],
    more?: { hint?: string | undefined; cause?: unknown },
  ): AssayError<Code, Map[Code]>
}

/**
 * A package's own codes. `Map` gives the details of each code; the traits must name every code, so that a
 * forgotten one does not compile.
 */
export function defineErrors<Map extends { [Code in keyof Map]: ErrorDetails }>(
  traits: { readonly [Code in keyof Map & string]: ErrorTraits },
): ErrorFamily<Map> {
  return {
    traits,
    create: (code, message, details, more) =>
      new AssayError({ code, message, details, traits: traits[code], ...more }),
  }
}
