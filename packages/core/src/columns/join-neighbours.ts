/** A stretch of bytes. */
export interface Stretch {
  readonly start: number
  readonly length: number
}

/** Stretches that are read together, by their places in the list they came in. */
export interface Neighbours {
  readonly start: number
  readonly end: number
  readonly members: readonly number[]
}

/** Neighbouring stretches are read together when not more than this lies between them. */
const maxGapBytes = 16 * 1024
const maxReadBytes = 4 * 1024 * 1024

/** Which stretches to read together, from the front of the source to its end. `endOf`: how far a read from a byte may go. */
export function joinNeighbours(
  stretches: readonly Stretch[],
  endOf: (start: number) => number = () => Number.POSITIVE_INFINITY,
): Neighbours[] {
  const order = stretches.map((_, i) => i).sort((a, b) => stretches[a]!.start - stretches[b]!.start)
  const joined: Neighbours[] = []
  for (let first = 0; first < order.length; ) {
    const { start } = stretches[order[first]!]!
    const furthest = Math.min(start + maxReadBytes, endOf(start))
    let end = start
    let next = first
    for (; next < order.length; next++) {
      const stretch = stretches[order[next]!]!
      const stretchEnd = stretch.start + stretch.length
      if (next > first && (stretch.start - end > maxGapBytes || stretchEnd > furthest)) break
      end = Math.max(end, stretchEnd)
    }
    joined.push({ start, end, members: order.slice(first, next) })
    first = next
  }
  return joined
}
