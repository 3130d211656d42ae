import type { Expression } from '../plan/algebra.js'
import type { Placed } from './constituent.js'
import { next, nextWords, wordsOf } from './cursor.js'
import type { ElementOf, Lattice } from './elements.js'
import { placePart } from './place-part.js'
import { columnOfDimension } from './read-quantity.js'

type Value = ElementOf<'value'>

const maxNamed = 20

/** What compares two that are named: `more`, `how many more`, `than Oslo`, `between Oslo and Rome`. */
export function readNamed(lattice: Lattice, position: number): Placed[] {
  const say = (start: number, end: number) => wordsOf(lattice, start, end)
  const comparatives = nextWords(lattice, position, 'comparative').map(({ start, end, meaning }) => {
    const { descending, dimension } = meaning
    const column = dimension === undefined ? undefined : columnOfDimension(lattice, dimension)
    const plain = dimension === undefined || dimension === 'size'
    const part = {
      kind: 'comparative',
      descending,
      plain,
      ...(column === undefined ? {} : { column }),
    } as const
    return placePart(part, start, end, 0, say(start, end))
  })
  const differences = nextWords(lattice, position, 'difference').map(({ start, end }) =>
    placePart({ kind: 'difference' }, start, end, 0, say(start, end)),
  )
  const thans = nextWords(lattice, position, 'than').flatMap(({ start, end }) =>
    next(lattice, end, 'value').map((value) =>
      placePart(
        { kind: 'than-one', column: value.column, where: isValue(value) },
        start,
        value.end,
        value.cost,
        say(start, value.end),
      ),
    ),
  )
  return [...comparatives, ...differences, ...thans, ...readPairs(lattice, position)]
}

function readPairs(lattice: Lattice, position: number): Placed[] {
  const from = [position, ...nextWords(lattice, position, 'between').map(({ end }) => end)]
  const begin = nextWords(lattice, position, 'between')[0]?.start
  return from.flatMap((at) =>
    next(lattice, at, 'value').flatMap((first) =>
      readOthers(lattice, [first]).map((values) => {
        const start = at === position ? first.start : (begin ?? first.start)
        const { end } = values.at(-1)!
        return placePart(
          { kind: 'pair', column: first.column, where: values.map(isValue) },
          start,
          end,
          values.reduce((sum, { cost }) => sum + cost, 0),
          wordsOf(lattice, start, end),
        )
      }),
    ),
  )
}

/** More values of the same column behind commas, up to the one behind "and". */
function readOthers(lattice: Lattice, values: readonly Value[]): readonly (readonly Value[])[] {
  const last = values.at(-1)!
  if (values.length >= maxNamed) return []
  const isOther = (value: Value) =>
    value.column === last.column && values.every(({ texts }) => texts[0] !== value.texts[0])
  const closed = nextWords(lattice, last.end, 'and').flatMap((and) =>
    next(lattice, and.end, 'value')
      .filter(isOther)
      .map((value) => [...values, value]),
  )
  const hasComma = lattice.tokens[last.end - 1]?.trail === ','
  const open = (hasComma ? next(lattice, last.end, 'value') : [])
    .filter(isOther)
    .flatMap((value) => readOthers(lattice, [...values, value]))
  return [...closed, ...open]
}

function isValue({ column, texts }: Value): Expression {
  const name: Expression = { op: 'column', name: column.name }
  const literals = texts.map((value): Expression => ({ op: 'text', value }))
  return literals.length === 1
    ? { op: 'eq', args: [name, literals[0]!] }
    : { op: 'in', args: [name, ...literals] }
}
