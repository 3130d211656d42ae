const maxNearest = 3
const maxLength = 64

/** The names most like the asked one, best first: the same last token of a nested name, then few edits. */
export function findNearestNames(asked: string, names: readonly string[]): string[] {
  const wanted = asked.toLowerCase()
  const most = Math.max(2, wanted.length / 3)
  const ranked = names.map((name) => ({ name, distance: rank(wanted, name.toLowerCase(), most) }))
  return ranked
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, maxNearest)
    .map(({ name }) => name)
}

function rank(wanted: string, name: string, most: number): number {
  const last = name.slice(name.lastIndexOf('.') + 1)
  if (last === wanted || name.endsWith(`.${wanted}`)) return 0.5
  const whole = countEdits(wanted.slice(0, maxLength), name.slice(0, maxLength), most)
  const tail =
    last === name ? whole : 0.5 + countEdits(wanted.slice(0, maxLength), last.slice(0, maxLength), most)
  const inside = wanted.length >= 3 && name.includes(wanted) ? 1 : Number.POSITIVE_INFINITY
  return Math.min(whole, tail, inside)
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); infinite where the lengths
 * alone need more than `most`.
 */
function countEdits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let edits = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, before[j - 2]! + 1)
      next.push(edits)
    }
    before = row
    row = next
  }
  return row[b.length]!
}
