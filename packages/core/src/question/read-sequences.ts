import type { Placed } from './constituent.js'
import { reach } from './cursor.js'
import type { Lattice } from './elements.js'
import { readParts } from './read-parts.js'
import { rememberFor } from './remember.js'

/** Parts that together cover every word of the question, each word once. */
export interface Sequence {
  readonly parts: readonly Placed[]
  readonly cost: number
}

const maxSequences = 200
const maxParts = 16
const gapCost = 1
const tellingCost = 0.3

/** A sequence from a position on, its parts linked to those behind them. */
interface Chain {
  readonly first?: Placed
  readonly rest?: Chain
  readonly length: number
  readonly cost: number
}

/** The chains from one position, the surest first; each is built when it is asked for. */
type Chains = (index: number) => Chain | undefined

const plainChains = rememberFor((lattice: Lattice) => chainsFrom(lattice, readParts))
const gappedChains = rememberFor((lattice: Lattice) =>
  chainsFrom(lattice, (of, position) => [...readParts(of, position), ...leaveOut(of, position)]),
)

/** All readings of the words as parts, the surest first, cut off at a bound that no ordinary question meets. */
export function* readSequences(lattice: Lattice, withGaps = false): Generator<Sequence> {
  const chainAt = (withGaps ? gappedChains : plainChains)(lattice)
  for (let index = 0; ; index++) {
    const chain = chainAt(index)
    if (chain === undefined) return
    yield { parts: partsOf(chain), cost: chain.cost }
  }
}

function partsOf(chain: Chain): Placed[] {
  const parts: Placed[] = []
  for (let at: Chain | undefined = chain; at?.first !== undefined; at = at.rest) parts.push(at.first)
  return parts
}

/** Chains from the beginning; those behind each part are built only as far as they are needed. */
function chainsFrom(
  lattice: Lattice,
  read: (lattice: Lattice, position: number) => readonly Placed[],
): Chains {
  const from = new Map<number, Chains>()
  const chainsAt = (position: number): Chains => {
    const known = from.get(position) ?? mergeChains(endAt(lattice, position), partsAt(position), chainsAt)
    from.set(position, known)
    return known
  }
  const partsAt = (position: number) => (position < lattice.tokens.length ? read(lattice, position) : [])
  return chainsAt(0)
}

function endAt(lattice: Lattice, position: number): Chain | undefined {
  return reach(lattice, position).includes(lattice.tokens.length) ? { length: 0, cost: 0 } : undefined
}

/** The next chain that begins with a part: that part before one of those behind it. */
interface Waiting {
  readonly chain: Chain
  /** Of equal cost, what was read first comes first. */
  readonly order: number
  readonly index: number
}

/** Each part with every chain behind it, in the order of cost: of each part only the next one waits its turn. */
function mergeChains(
  end: Chain | undefined,
  parts: readonly Placed[],
  chainsAt: (at: number) => Chains,
): Chains {
  const found: Chain[] = end === undefined ? [] : [end]
  let waiting: Waiting[] | undefined
  const nextOf = (order: number, from: number): Waiting | undefined => {
    const first = parts[order]!
    for (let index = from; ; index++) {
      const rest = chainsAt(first.end)(index)
      if (rest === undefined) return undefined
      if (rest.length >= maxParts) continue
      return { chain: { first, rest, length: rest.length + 1, cost: first.cost + rest.cost }, order, index }
    }
  }
  return (index) => {
    waiting ??= parts.flatMap((_, order) => nextOf(order, 0) ?? []).sort(compareWaiting)
    while (found.length <= index && found.length < maxSequences) {
      const taken = waiting.shift()
      if (taken === undefined) break
      found.push(taken.chain)
      const following = nextOf(taken.order, taken.index + 1)
      if (following !== undefined) waiting.splice(placeOf(following, waiting), 0, following)
    }
    return found[index]
  }
}

function compareWaiting(a: Waiting, b: Waiting): number {
  return a.chain.cost - b.chain.cost || a.order - b.order
}

/** Where something belongs in a sorted list. */
function placeOf(item: Waiting, sorted: readonly Waiting[]): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareWaiting(sorted[middle]!, item) < 0) low = middle + 1
    else high = middle
  }
  return low
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
