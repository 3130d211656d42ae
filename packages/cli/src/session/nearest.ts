import { basename } from 'node:path'

/** Fewest single-letter insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1]
      let best = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        best = Math.min(best, beforePrevious[column - 2]! + 1)
      current.push(best)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[right.length]!
}

/** The names that may have been meant, nearest first; compared without folders and case. */
export function findNearest(wanted: string, names: readonly string[], limit = 3): string[] {
  const target = basename(wanted).toLowerCase()
  const stem = target.split('.')[0] ?? target
  return names
    .map((name) => {
      const candidate = basename(name).toLowerCase()
      const isPart = stem.length > 2 && candidate.includes(stem)
      return { name, distance: isPart ? 1 : editDistance(target.slice(0, 100), candidate.slice(0, 100)) }
    })
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(target.length / 3)))
    .sort((left, right) => left.distance - right.distance || (left.name < right.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name)
}
