import { isYear } from './column-roles.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { placesOf } from './link-places.js'
import type { PartOutline } from './outline-parts.js'

/** `which team won`: where places are stated, a list that passes over the verb would name those who did not. */
export function isWonWithout(outline: PartOutline, { table, tokens, language }: Lattice): boolean {
  const { places, ordered, filters, columns, ask } = outline
  const verbs = places.filter(({ part }) => part.kind === 'light')
  if (verbs.length === 0 || ask === undefined) return false
  const known = ['ask', 'light', 'column', 'rows', 'filter']
  if (columns.length > 1 || ordered.some(({ kind }) => !known.includes(kind))) return false
  if (filters.length === 0) return true
  const isWon = verbs.some(({ start }) => languages[language].winVerbs.includes(tokens[start]!.fold))
  const isAmount = ordered.some(
    (part) => part.kind === 'filter' && isNumeric(part.column) && !isYear(part.column, language),
  )
  return isWon && placesOf(table) !== undefined && !isAmount && asksWhich(outline)
}

function asksWhich({ ask }: PartOutline): boolean {
  return ask?.form === 'which' || ask?.person === true
}

function isNumeric({ type, reading }: PartOutline['columns'][number]): boolean {
  return type === 'number' || reading?.kind === 'number'
}
