import type { CatalogColumn } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import type { Expression } from '../plan/algebra.js'
import { next, nextWords } from './cursor.js'
import type { ElementOf, Lattice } from './elements.js'
import type { FoundCondition } from './found-condition.js'
import { numbersOf } from './number-column.js'
import { columnOfDimension } from './read-quantity.js'
import { rememberFor } from './remember.js'

/** `the same genre as Jaws`, `more points than Ford`, `longer than Jaws`: rows by what another row says. */
export function readLikeAnother(lattice: Lattice, position: number): FoundCondition[] {
  return [...readSame(lattice, position), ...readBeyond(lattice, position)]
}

function readSame(lattice: Lattice, position: number): FoundCondition[] {
  return nextWords(lattice, position, 'same').flatMap(({ start, end }) =>
    next(lattice, end, 'column').flatMap(({ column, derived, end: named, cost }) =>
      derived || differsByCase(column)
        ? []
        : nextWords(lattice, named, 'as').flatMap((as) =>
            namesOfOne(lattice, as.end).map((value) =>
              toCondition(lattice, start, value, cost, 'eq', column),
            ),
          ),
    ),
  )
}

/** `forward` and `Forward` are the same to people, and differ as texts. */
const differsByCase = rememberFor(({ frequent }: CatalogColumn): boolean => {
  const texts = frequent.flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
  return new Set(texts.map((text) => foldText(text.trim()))).size < texts.length
})

function readBeyond(lattice: Lattice, position: number): FoundCondition[] {
  return nextWords(lattice, position, 'comparative').flatMap(({ start, end, meaning }) => {
    const op = meaning.descending ? 'gt' : 'lt'
    const meant = meaning.dimension === undefined ? undefined : columnOfDimension(lattice, meaning.dimension)
    const columns = [
      ...(meant === undefined ? [] : [{ column: meant, end, cost: 0 }]),
      ...next(lattice, end, 'column').flatMap((named) => {
        const read = named.derived ? undefined : numbersOf(lattice, named.column)
        return read === undefined ? [] : [{ column: read.column, end: named.end, cost: named.cost }]
      }),
    ]
    return columns.flatMap(({ column, end: named, cost }) =>
      nextWords(lattice, named, 'than').flatMap((than) =>
        namesOfOne(lattice, than.end).map((value) => toCondition(lattice, start, value, cost, op, column)),
      ),
    )
  })
}

/** Values that one row alone has. */
function namesOfOne(lattice: Lattice, position: number): ElementOf<'value'>[] {
  return next(lattice, position, 'value').filter(
    ({ rows, texts, numeric }) => rows === 1 && texts.length === 1 && !numeric,
  )
}

function toCondition(
  { table }: Lattice,
  start: number,
  value: ElementOf<'value'>,
  cost: number,
  op: 'eq' | 'gt' | 'lt',
  by: CatalogColumn,
): FoundCondition {
  const name: Expression = { op: 'column', name: value.column.name }
  const text: Expression = { op: 'text', value: value.texts[0]! }
  const column: Expression = { op: 'column', name: by.name }
  const of: Expression = {
    op: 'query-value',
    args: [],
    input: {
      op: 'project',
      input: {
        op: 'filter',
        input: { op: 'scan', table: table.name },
        where: { op: 'eq', args: [name, text] },
      },
      columns: [{ name: by.name, value: column }],
    },
  }
  return {
    start,
    end: value.end,
    cost: cost + value.cost,
    column: by,
    where: {
      op: 'and',
      args: [
        { op, args: [column, of] },
        { op: 'ne', args: [name, text] },
      ],
    },
  }
}
