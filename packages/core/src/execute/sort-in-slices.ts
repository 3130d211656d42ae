import type { Pace } from './pace.js'

/** Items that are sorted, or written by a merge, between two steps: some milliseconds with a slow comparison. */
const sliceItems = 4_096

/** Sorts as `sort` does, stably, and lets the event loop turn meanwhile. The list itself is left as it is when it is long. */
export async function sortInSlices<Item>(
  items: Item[],
  compare: (a: Item, b: Item) => number,
  pace: Pace,
): Promise<Item[]> {
  if (items.length <= sliceItems) return items.sort(compare)
  let runs: Item[][] = []
  for (let start = 0; start < items.length; start += sliceItems) {
    runs.push(items.slice(start, start + sliceItems).sort(compare))
    await pace.step()
  }
  while (runs.length > 1) {
    const merged: Item[][] = []
    for (let at = 0; at < runs.length; at += 2) {
      const [left, right] = [runs[at]!, runs[at + 1]]
      merged.push(right === undefined ? left : await merge(left, right, compare, pace))
    }
    runs = merged
  }
  return runs[0]!
}

async function merge<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: (a: Item, b: Item) => number,
  pace: Pace,
): Promise<Item[]> {
  const merged: Item[] = []
  let [i, j] = [0, 0]
  while (i < left.length && j < right.length) {
    merged.push(compare(left[i]!, right[j]!) <= 0 ? left[i++]! : right[j++]!)
    if (merged.length % sliceItems === 0) await pace.step()
  }
  while (i < left.length) merged.push(left[i++]!)
  while (j < right.length) merged.push(right[j++]!)
  return merged
}
