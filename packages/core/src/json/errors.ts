import { type AssayError, defineErrors, type Location } from '@assay/store/error'

type At<More extends object = object> = Pick<Location, keyof Location> & Readonly<More>

/**
 * What can be wrong with JSON bytes. The offset is the length of the longest viable prefix: the place of the
 * first byte after which no continuation is valid JSON; at the end of the input, the input's length.
 */
export interface JsonErrors {
  JSON_EMPTY: At
  JSON_SYNTAX: At<{ expected: string; found: string }>
  JSON_UNEXPECTED_END: At<{ expected: string }>
  JSON_TRAILING_DATA: At<{ found: string }>
  JSON_INVALID_UTF8: At<{ found: string }>
  JSON_ENCODING: At<{ encoding: string }>
  JSON_DEPTH: At<{ limit: number }>
  /** Located at the first byte of the string or number. */
  JSON_SCALAR_TOO_LARGE: At<{ limit: number }>
  /** Located at the bracket that closes the container. */
  JSON_REFERENCE_TOO_LARGE: At<{ limit: number }>
  /** Located at the first byte of the line. */
  JSON_LINE_TOO_LARGE: At<{ limit: number }>
  /** Located at the key that is one too many. */
  JSON_TOO_MANY_KEYS: At<{ limit: number }>
  /** Located at the repeated key; only where the earlier value already became rows of a table. */
  JSON_DUPLICATE_KEY: At<{ key: string }>
  /** Of several documents, this one holds something else than those before it. */
  JSON_MIXED: At<{ found: string }>
}

export type JsonErrorCode = keyof JsonErrors

const badFile = { status: 422, retryable: false, exit: 2 } as const
const tooLarge = { status: 413, retryable: false, exit: 2 } as const

export const jsonErrors = defineErrors<JsonErrors>({
  JSON_EMPTY: badFile,
  JSON_SYNTAX: badFile,
  JSON_UNEXPECTED_END: badFile,
  JSON_TRAILING_DATA: badFile,
  JSON_INVALID_UTF8: badFile,
  JSON_ENCODING: badFile,
  JSON_DEPTH: tooLarge,
  JSON_SCALAR_TOO_LARGE: tooLarge,
  JSON_REFERENCE_TOO_LARGE: tooLarge,
  JSON_LINE_TOO_LARGE: tooLarge,
  JSON_TOO_MANY_KEYS: tooLarge,
  JSON_DUPLICATE_KEY: badFile,
  JSON_MIXED: badFile,
})

/** Violations as the inner loops know them: a position in the window and no more. */
export type ViolationCode = Exclude<JsonErrorCode, 'JSON_EMPTY' | 'JSON_UNEXPECTED_END' | 'JSON_ENCODING'>

/** Thrown by the inner loops; the driver turns it into an error with offset, line and column. */
export class Violation {
  /**
   * @param at position in the window (negative: before it)
   * @param subject what was expected there, or the repeated key
   * @param seenAt position of the byte that gave it away
   */
  constructor(
    readonly code: ViolationCode,
    readonly at: number,
    readonly subject: string,
    readonly seenAt: number = at,
  ) {}
}

/** What the message needs beside the code. */
export interface ViolationContext extends Location {
  readonly subject: string
  /** The byte found, as people read it: `'x'`, `byte 0xff`, `end of line`. */
  readonly found: string
  readonly limit: number
  /** The rest reads like the next record of a JSON Lines file. */
  readonly looksLikeLines: boolean
  readonly format: 'json' | 'jsonl'
}

/** How a newline is named where something else was expected. */
export const endOfLine = 'end of line'

const linesHint = 'If this is JSON Lines, give every value its own line or name the format: jsonl.'

/** The error that people and callers see. */
export function toJsonError(code: JsonErrorCode, context: ViolationContext): AssayError {
  const { offset, line, column, subject, found, limit } = context
  const at = { offset, line, column }
  const place = `line ${line}, column ${column} (byte ${offset})`
  switch (code) {
    case 'JSON_EMPTY':
      return jsonErrors.create(code, 'The input holds no JSON value: it is empty or blank.', at)
    case 'JSON_SYNTAX':
      return jsonErrors.create(
        code,
        `Expected ${subject} but found ${found} at ${place}.`,
        { ...at, expected: subject, found },
        {
          hint: hintAtLineEnd(context) ?? hintAtOtherFormat(context),
        },
      )
    case 'JSON_UNEXPECTED_END':
      return jsonErrors.create(
        code,
        `The input ends at ${place} where ${subject} was expected.`,
        { ...at, expected: subject },
        { hint: 'The file may have been cut; compare its size with the original.' },
      )
    case 'JSON_TRAILING_DATA':
      return jsonErrors.create(
        code,
        `Found ${found} after the end of the value at ${place}.`,
        { ...at, found },
        { hint: context.looksLikeLines ? linesHint : undefined },
      )
    case 'JSON_INVALID_UTF8':
      return jsonErrors.create(
        code,
        `Found ${found} at ${place}, which is not valid UTF-8.`,
        { ...at, found },
        { hint: 'Convert the file to UTF-8 first; it may be in an older encoding such as ISO 8859-1.' },
      )
    case 'JSON_ENCODING':
      return jsonErrors.create(
        code,
        `The input is ${subject}; JSON is read as UTF-8 only.`,
        { ...at, encoding: subject },
        { hint: `Convert it first: iconv -f ${subject} -t UTF-8 file.json` },
      )
    case 'JSON_DEPTH':
      return jsonErrors.create(
        code,
        `Containers are nested deeper than ${limit} at ${place}.`,
        { ...at, limit },
        { hint: 'Give what is nested so deeply a flat form, such as records that name their parent.' },
      )
    case 'JSON_SCALAR_TOO_LARGE':
      return jsonErrors.create(
        code,
        `The string or number at ${place} is longer than ${limit} bytes.`,
        { ...at, limit },
        { hint: 'Keep whole files and images beside the JSON, and name them in it.' },
      )
    case 'JSON_REFERENCE_TOO_LARGE':
      return jsonErrors.create(
        code,
        `The array that ends at ${place} is larger than ${limit} bytes.`,
        { ...at, limit },
        { hint: 'An array of objects becomes a table of any size; write its elements as objects.' },
      )
    case 'JSON_LINE_TOO_LARGE':
      return jsonErrors.create(
        code,
        `The line at ${place} is longer than ${limit} bytes.`,
        { ...at, limit },
        { hint: 'If this is one JSON document, and not JSON Lines, name the format: json.' },
      )
    case 'JSON_TOO_MANY_KEYS':
      return jsonErrors.create(
        code,
        `An object has more than ${limit} keys at ${place}.`,
        { ...at, limit },
        { hint: 'Write its members as an array of records, or as JSON Lines.' },
      )
    case 'JSON_DUPLICATE_KEY':
      return jsonErrors.create(
        code,
        `The key ${JSON.stringify(subject)} is repeated at ${place}, and its first value is an array of records.`,
        { ...at, key: subject },
        {
          hint: 'Elsewhere the last of repeated keys counts; records of a table cannot be taken back. Rename one of them.',
        },
      )
    case 'JSON_MIXED':
      return jsonErrors.create(
        code,
        `This is ${subject} (${place}), and the documents before it are not.`,
        { ...at, found: subject },
        { hint: 'The files of one dataset must be alike; give the others a dataset of their own.' },
      )
  }
}

function hintAtLineEnd({
  format,
  found,
  column,
  line,
  looksLikeLines,
}: ViolationContext): string | undefined {
  if (format === 'jsonl' && found === endOfLine) {
    return 'In JSON Lines every value stands on one line; if this is one JSON document, name the format: json.'
  }
  return format === 'json' && looksLikeLines && column === 1 && line > 1 ? linesHint : undefined
}

/** Nothing of JSON from the first byte on, or what JavaScript and Python write for it. */
function hintAtOtherFormat({ offset, subject, found }: ViolationContext): string | undefined {
  if (offset === 0) {
    return 'Only JSON and JSON Lines are read, also gzipped; turn another format, such as CSV, into one of them first.'
  }
  if (!subject.startsWith('a value') && !subject.startsWith('a key')) return undefined
  if (found === "'''") return 'Keys and strings of JSON stand in double quotes.'
  return found === "'N'" || found === "'I'"
    ? 'JSON has no NaN or Infinity; write null for a number that is not known.'
    : undefined
}
