import type { Element, ElementOf, Lattice } from './elements.js'
import type { Meaning } from './languages/language.js'

/** Token positions that can be reached from one by leaving out function words and fillers, itself first. */
export function reach(lattice: Lattice, position: number): number[] {
  const seen = new Set([position])
  for (const at of seen) for (const end of lattice.skips[at] ?? []) seen.add(end)
  return [...seen]
}

/** Elements of a kind that come next. */
export function next<Kind extends Element['kind']>(
  lattice: Lattice,
  position: number,
  kind: Kind,
): ElementOf<Kind>[] {
  return reach(lattice, position).flatMap((at) =>
    (lattice.at[at] ?? []).filter((element): element is ElementOf<Kind> => element.kind === kind),
  )
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
): PlacedWord<Kind>[] {
  return next(lattice, position, 'word').flatMap(({ start, end, meaning }) =>
    meaning.kind === kind ? [{ start, end, meaning: meaning as Extract<Meaning, { kind: Kind }> }] : [],
  )
}

/** The words `[start, end)` as the question writes them. */
export function wordsOf(lattice: Lattice, start: number, end: number): string {
  return lattice.tokens
    .slice(start, end)
    .map(({ text }) => text)
    .join(' ')
}
