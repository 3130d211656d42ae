import type { CatalogColumn } from '../catalog/catalog.js'
import type { Part, Placed } from './constituent.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { isTime } from './link-times.js'
import { stemsOf } from './stems.js'

/**
 * The parts without a column that another word for it says once more (`the most people in attendance`, `played 18
 * games`). Twice the same word is no echo: that would ask a column for itself.
 */
export function withoutEchoes(parts: readonly Placed[], lattice: Lattice): readonly Placed[] {
  return parts.filter((one, i) => {
    if (one.part.kind !== 'column') return true
    const { column } = one.part
    // `how many years after 1996`: what is counted is no echo of the condition behind it.
    const isCounted = parts[i - 1]?.part.kind === 'count'
    const isSaid = parts.some((other, j) => {
      if (isCounted && other.part.kind === 'filter' && isTime(column)) return false
      const isBefore = other.part.kind === 'column' ? j < i : true
      return j !== i && isBefore && isOf(other.part, column) && !sharesWord(one, other, lattice)
    })
    return !isSaid
  })
}

/** An amount of the column: itself, its highest, its sum, or a bound of it. */
function isOf(part: Part, column: CatalogColumn): boolean {
  const isSame = (of: CatalogColumn) => of === column || of.derivedFrom === column.name
  switch (part.kind) {
    case 'column':
      return isSame(part.column) && holdsNumbers(column)
    case 'extreme':
      return isSame(part.extreme.column)
    case 'measured':
      return isSame(part.column)
    case 'filter':
      return isSame(part.column) && holdsNumbers(column)
    default:
      return false
  }
}

function holdsNumbers({ type, reading }: CatalogColumn): boolean {
  return type === 'number' || reading?.kind === 'number'
}

function sharesWord(one: Placed, other: Placed, { tokens, language }: Lattice): boolean {
  const stems = (placed: Placed) =>
    tokens.slice(placed.start, placed.end).flatMap(({ fold }) => stemsOf(fold, languages[language]))
  const said = new Set(stems(one))
  return stems(other).some((stem) => said.has(stem))
}
