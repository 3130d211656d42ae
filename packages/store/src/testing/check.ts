import { isAssayError } from '../error/index.js'

/** One named case of a conformance suite; it rejects when the case fails. Any test runner can run it. */
export interface Check {
  readonly name: string
  readonly run: () => Promise<void>
}

function print(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`
    if (Object.is(part, -0)) return '-0'
    return part instanceof Uint8Array ? `bytes ${[...part].join(' ')}` : part
  })
}

/** Throws unless both print the same: plain data, with bigint, -0 and bytes told apart. */
export function expectSame(found: unknown, expected: unknown, what: string): void {
  if (print(found) !== print(expected)) {
    throw new Error(`${what}: found ${print(found)}, expected ${print(expected)}`)
  }
}

/** Throws unless the work rejects with the code. */
export async function expectCode(work: Promise<unknown>, code: string, what = 'outcome'): Promise<void> {
  let found = 'success'
  try {
    await work
  } catch (error) {
    found = isAssayError(error) ? error.code : String(error)
  }
  expectSame(found, code, what)
}
