import type { Element, ElementOf, Lattice } from './elements.js'
import type { Meaning } from './languages/language.js'
import { rememberFor } from './remember.js'

/**
 * A function of the lattice at a position that is computed once for each: many parts begin with the same words.
 * Nothing may change what it gives.
 */
export function rememberAt<Value>(
  read: (lattice: Lattice, position: number) => Value,
): (lattice: Lattice, position: number) => Value {
  const valuesOf = rememberFor((_: Lattice) => new Map<number, Value>())
  return (lattice, position) => {
    const values = valuesOf(lattice)
    if (!values.has(position)) values.set(position, read(lattice, position))
    return values.get(position)!
  }
}

/** Token positions that can be reached from one by leaving out function words and fillers, itself first. */
export const reach = rememberAt((lattice, position): readonly number[] => {
  const seen = new Set([position])
  for (const at of seen) for (const end of lattice.skips[at] ?? []) seen.add(end)
  return [...seen]
})

const elementsNext = rememberAt((lattice, position): ReadonlyMap<Element['kind'], readonly Element[]> => {
  const elements = reach(lattice, position).flatMap((at) => lattice.at[at] ?? [])
  return groupBy(elements, ({ kind }) => kind)
})

/** A word of whatever kind: only the key that it stands under says of which. */
interface WordNext {
  readonly start: number
  readonly end: number
  readonly meaning: never
}

const wordsNext = rememberAt((lattice, position): ReadonlyMap<Meaning['kind'], readonly WordNext[]> => {
  const groups = groupBy(next(lattice, position, 'word'), ({ meaning }) => meaning.kind)
  return new Map(
    [...groups].map(([kind, words]) => [
      kind,
      words.map(({ start, end, meaning }) => ({ start, end, meaning: meaning as never })),
    ]),
  )
})

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

/** Elements of a kind that come next. */
export function next<Kind extends Element['kind']>(
  lattice: Lattice,
  position: number,
  kind: Kind,
): readonly ElementOf<Kind>[] {
  return (elementsNext(lattice, position).get(kind) ?? []) as readonly ElementOf<Kind>[]
}

/** A word of the grammar at its place. */
export interface PlacedWord<Kind extends Meaning['kind']> {
  readonly start: number
  readonly end: number
  readonly meaning: Extract<Meaning, { kind: Kind }>
}

/** Words of the grammar with one kind of meaning that come next. */
export function nextWords<Kind extends Meaning['kind']>(
  lattice: Lattice,
  position: number,
  kind: Kind,
): readonly PlacedWord<Kind>[] {
  return wordsNext(lattice, position).get(kind) ?? []
}

/** The words `[start, end)` as the question writes them. */
export function wordsOf(lattice: Lattice, start: number, end: number): string {
  return lattice.tokens
    .slice(start, end)
    .map(({ text }) => text)
    .join(' ')
}
