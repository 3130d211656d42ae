import { EntryKind } from './entry-lanes.js'

/** Least and greatest number of the first `entries` entries; infinities, the wrong way round, where there is none. */
export function boundNumbers(
  kinds: Uint8Array | undefined,
  numbers: Float64Array | undefined,
  entries: number,
): { readonly minNumber: number; readonly maxNumber: number } {
  const lane = numbers ?? new Float64Array(0)
  const size = Math.min(entries, lane.length)
  return { minNumber: leastNumber(kinds, lane, size), maxNumber: greatestNumber(kinds, lane, size) }
}

function leastNumber(kinds: Uint8Array | undefined, numbers: Float64Array, entries: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let entry = 0; entry < entries; entry++)
    if (numbers[entry]! < least && (kinds === undefined || kinds[entry] === EntryKind.number))
      least = numbers[entry]!
  return least
}

function greatestNumber(kinds: Uint8Array | undefined, numbers: Float64Array, entries: number): number {
  let most = Number.NEGATIVE_INFINITY
  for (let entry = 0; entry < entries; entry++)
    if (numbers[entry]! > most && (kinds === undefined || kinds[entry] === EntryKind.number))
      most = numbers[entry]!
  return most
}
