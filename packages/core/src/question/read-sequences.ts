import type { Placed } from './constituent.js'
import { reach } from './cursor.js'
import type { Lattice } from './elements.js'
import { readParts } from './read-parts.js'

/** Parts that together cover every word of the question, each word once. */
export interface Sequence {
  readonly parts: readonly Placed[]
  readonly cost: number
}

const maxSequences = 200
const maxParts = 16
const gapCost = 1
const tellingCost = 0.3

/** All readings of the words as parts, the surest first, cut off at a bound that no ordinary question meets. */
export function readSequences(lattice: Lattice, withGaps = false): readonly Sequence[] {
  const end = lattice.tokens.length
  const from: (readonly Sequence[])[] = []
  for (let position = end; position >= 0; position--) {
    const sequences: Sequence[] = reach(lattice, position).includes(end) ? [{ parts: [], cost: 0 }] : []
    if (position < end) {
      for (const placed of [
        ...readParts(lattice, position),
        ...(withGaps ? leaveOut(lattice, position) : []),
      ]) {
        for (const rest of from[placed.end] ?? []) {
          if (rest.parts.length < maxParts) {
            sequences.push({ parts: [placed, ...rest.parts], cost: placed.cost + rest.cost })
          }
        }
      }
    }
    from[position] = sequences.sort((a, b) => a.cost - b.cost).slice(0, maxSequences)
  }
  return from[0] ?? []
}

/** Leaving out what may be a value or the rows says less than leaving out another word. */
function leaveOut(lattice: Lattice, position: number): Placed[] {
  return reach(lattice, position)
    .filter((start) => start < lattice.tokens.length)
    .map((start) => {
      const isTelling = (lattice.at[start] ?? []).some(({ kind }) => kind === 'value' || kind === 'rows')
      const cost = gapCost + (isTelling ? tellingCost : 0)
      return { part: { kind: 'gap' }, start, end: start + 1, cost, readings: [] }
    })
}
