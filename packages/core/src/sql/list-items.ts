import { unsupported } from './errors.js'
import { isLabel, type Names } from './sources.js'
import type { Select, SqlExpression } from './syntax.js'

/** One selected value with the name of its column. */
export interface Item {
  readonly name: string
  readonly value: SqlExpression
}

/** The selected columns with names that differ: the alias, the column's name, or the text as written. */
export function listItems(sql: string, select: Select, names: Names): Item[] {
  const used = new Set<string>()
  const add = (wanted: string, value: SqlExpression): Item => {
    let name = wanted
    for (let n = 2; used.has(name); n++) name = `${wanted}_${n}`
    used.add(name)
    return { name, value }
  }
  return select.items.flatMap((item) => {
    if (item.kind === 'value') {
      const { value, alias } = item
      const column = value.kind === 'name' ? names.findColumn(value)?.name : undefined
      return [add(alias ?? column ?? sql.slice(value.start, value.end), value)]
    }
    const { table, start } = item
    const sources = table === undefined ? names.sources : names.sources.filter((it) => isLabel(it, table))
    if (sources.length === 0)
      throw unsupported(sql, start, `${table ?? ''}* without such a table`.replace('*', '.*'))
    return sources.flatMap(({ columns, labels, merged }) =>
      columns
        .filter(({ column }) => table !== undefined || !merged.has(column))
        .map(({ name }) => {
          const [label] = labels
          const parts = label === undefined ? [name] : [label, name]
          return add(name, { kind: 'name', parts, quoted: true, start, end: start })
        }),
    )
  })
}

/** The item that a name means. */
export function findItem(items: readonly Item[], expression: SqlExpression): Item | undefined {
  if (expression.kind !== 'name' || expression.parts.length !== 1) return undefined
  const asked = expression.parts[0]!
  return (
    items.find(({ name }) => name === asked) ??
    items.find(({ name }) => name.toLowerCase() === asked.toLowerCase())
  )
}

/** The item at a position that is written as a number. */
export function itemAt(sql: string, term: SqlExpression, items: readonly Item[]): SqlExpression | undefined {
  if (term.kind !== 'number') return undefined
  const item = items[Number(term.value) - 1]
  if (item !== undefined) return item.value
  throw unsupported(sql, term.start, `${term.value} as the position of a selected column`)
}
