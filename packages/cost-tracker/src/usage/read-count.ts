import { costErrors } from '../errors.js'

/** A provider's payload is unknown data: an object, or not. */
export function readObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

/** A count at a path of keys: 0 when it is not there or null; anything but a non-negative integer is an error. */
export function readCount(shape: string, source: unknown, ...path: readonly string[]): number {
  return readOptionalCount(shape, source, ...path) ?? 0
}

/** As `readCount`, and undefined when it is not there. */
export function readOptionalCount(
  shape: string,
  source: unknown,
  ...path: readonly string[]
): number | undefined {
  let value: unknown = source
  for (const key of path) {
    const object = readObject(value)
    value = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined
  }
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw usageError(shape, `${path.join('.')} is not a count of tokens`)
  }
  return value
}

/** What is left of a total when its named parts are taken out; parts beyond the total are an error. */
export function restOf(shape: string, what: string, total: number, parts: number): number {
  if (parts > total) throw usageError(shape, `the parts of ${what} (${parts}) exceed it (${total})`)
  return total - parts
}

export function usageError(shape: string, problem: string) {
  return costErrors.create(
    'USAGE_INVALID',
    `The usage that the provider reported (${shape}) contradicts itself: ${problem}.`,
    { shape, problem },
    { hint: 'The call is charged as held until its usage is known.' },
  )
}
