import { type StoreError, storeErrors } from './errors.js'

/** Files that are still being written end so; finished names may not. */
export const unfinishedSuffix = '.part'

/** Throws `SEGMENT_NAME` unless the name is a plain file name of `a-z0-9.-` that no writer reserves. */
export function checkSegmentName(name: string): void {
  if (isStoredName(name) && !name.endsWith(unfinishedSuffix)) return
  throw storeErrors.create('SEGMENT_NAME', `"${name.slice(0, 80)}" cannot be the name of a segment.`, {
    name,
  })
}

/** Whether a name is one that a segment store itself could have made, finished or not. */
export function isStoredName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{0,199}$/.test(name)
}

/** `SEGMENT_MISSING` with its sentence. */
export function missingSegment(name: string, cause?: unknown): StoreError<'SEGMENT_MISSING'> {
  return storeErrors.create(
    'SEGMENT_MISSING',
    `The store has no file "${name}".`,
    { name },
    { hint: 'It was removed from outside. Ingest the source again.', cause },
  )
}

/** `SEGMENT_EXISTS` with its sentence. */
export function existingSegment(name: string): StoreError<'SEGMENT_EXISTS'> {
  return storeErrors.create('SEGMENT_EXISTS', `The store has a file "${name}" already.`, { name })
}

/** `SEGMENT_CLOSED` with its sentence. */
export function closedSegment(name: string): StoreError<'SEGMENT_CLOSED'> {
  return storeErrors.create('SEGMENT_CLOSED', `The file "${name}" was used after it was closed.`, { name })
}

/** Throws `SEGMENT_TRUNCATED` unless `[start, end)` lies within the file. */
export function checkSegmentRange(name: string, start: number, end: number, size: number): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && end <= size)
    return
  throw truncatedSegment(name, start, end, size)
}

/** `SEGMENT_TRUNCATED` with its sentence: the file ends before the bytes that were asked for. */
export function truncatedSegment(
  name: string,
  start: number,
  end: number,
  size: number,
): StoreError<'SEGMENT_TRUNCATED'> {
  return storeErrors.create(
    'SEGMENT_TRUNCATED',
    `Bytes ${start} to ${end} of "${name}" were asked for, but it ends at ${size}.`,
    { name, start, end, size },
    { hint: 'The file was cut from outside. Ingest the source again.' },
  )
}
