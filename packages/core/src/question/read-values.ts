import type { Expression } from '../plan/algebra.js'
import { listsAttributes } from './column-roles.js'
import { next, nextWords, reach, rememberAt } from './cursor.js'
import type { ElementOf, Lattice } from './elements.js'
import type { FoundCondition } from './found-condition.js'
import { languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'

const kindNounCost = 0.1
const maxListed = 20

type ValueElement = ElementOf<'value'>

/** A value on its own, behind a noun such as "type", or before its column's name. */
export const readValueFirst = rememberAt((lattice, position): readonly FoundCondition[] => {
  const plain = readValueLists(lattice, position)
  const behindNoun = reach(lattice, position)
    .filter((at) => lattice.kindNouns[at])
    .flatMap((at) =>
      readValueLists(lattice, at + 1).map((list) => ({
        ...list,
        start: at,
        cost: list.cost + kindNounCost,
        isNoun: false,
      })),
    )
  const beforeName = plain.flatMap((list) =>
    [list.end, ...nextWords(lattice, list.end, 'as').map(({ end }) => end)]
      .flatMap((end) => next(lattice, end, 'column'))
      .filter((named) => named.column === list.column && isNamedBy(lattice, list.end, named))
      .map((named) => ({
        ...list,
        end: named.end,
        cost: list.cost + named.cost,
        isNoun: false,
        numeric: false,
      })),
  )
  return [...plain, ...behindNoun, ...beforeName].filter(({ numeric }) => !numeric)
})

/** `Jazz genre`, `Finland the opponent`, `Bo listed as a driver`: the name follows at once, or what it is of says that. */
function isNamedBy(
  { tokens, language }: Lattice,
  end: number,
  { start, end: last }: ElementOf<'column'>,
): boolean {
  const { definites, indefinites, columnNouns } = languages[language]
  const isColumn = [start - 1, last].some((at) => columnNouns.includes(tokens[at]?.fold ?? ''))
  if (start === end || isColumn) return true
  const { phrases } = lexiconOf(language)
  const between = tokens.slice(end, start)
  const isAs = between.some(({ fold }) => (phrases.get(fold) ?? []).some(({ kind }) => kind === 'as'))
  const isArticle = between.every(({ fold }) => definites.includes(fold) || indefinites.includes(fold))
  return isAs || isArticle
}

export interface ValueList extends FoundCondition {
  readonly numeric: boolean
}

/** One value, or values of one column joined by "or". */
export const readValueLists = rememberAt((lattice, position): readonly ValueList[] => {
  return afterGroupWord(lattice, position).flatMap((from) =>
    next(lattice, from, 'value').flatMap((value) => [
      toList(lattice, value.start, value.end, [value]),
      ...readAlternatives(lattice, [value]),
    ]),
  )
})

/** `by Spielberg`: the word that groups before a column is a plain preposition before a value. */
function afterGroupWord(lattice: Lattice, position: number): number[] {
  const words = nextWords(lattice, position, 'group').filter(({ start, end }) => end === start + 1)
  return [position, ...words.map(({ end }) => end)]
}

function readAlternatives(lattice: Lattice, values: readonly ValueElement[]): ValueList[] {
  const last = values.at(-1)!
  if (values.length >= maxListed) return []
  const same = (element: ValueElement) => element.column === last.column && !element.inside && !last.inside
  const closed = nextWords(lattice, last.end, 'or').flatMap((word) =>
    next(lattice, word.end, 'value')
      .filter(same)
      .map((value) => toList(lattice, values[0]!.start, value.end, [...values, value])),
  )
  const hasComma = lattice.tokens[last.end - 1]?.trail === ','
  const open = (hasComma ? next(lattice, last.end, 'value') : [])
    .filter((value) => same(value) && value.start === last.end)
    .flatMap((value) => readAlternatives(lattice, [...values, value]))
  return [...closed, ...open]
}

function toList({ table }: Lattice, start: number, end: number, values: readonly ValueElement[]): ValueList {
  const { column } = values[0]!
  const texts = [...new Set(values.flatMap((value) => value.texts))].sort()
  const name: Expression = { op: 'column', name: column.name }
  const literals = texts.map((value): Expression => ({ op: 'text', value }))
  return {
    start,
    end,
    cost: values.reduce((sum, { cost }) => sum + cost, 0),
    column,
    where:
      literals.length === 1
        ? { op: 'eq', args: [name, literals[0]!] }
        : { op: 'in', args: [name, ...literals] },
    isNoun: values.length === 1 && !listsAttributes(table),
    listed: values.length,
    numeric: values.some(({ numeric }) => numeric),
  }
}
