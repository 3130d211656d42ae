import type { CatalogTable } from '../catalog/catalog.js'
import type { Expression, Measure, Named, Plan, Relation, SortKey } from '../plan/algebra.js'
import { canonicalExpression, canonicalJson } from '../plan/canonical-plan.js'
import { unsupported } from './errors.js'
import { createNames, type Names } from './resolve-names.js'
import type { SelectStatement, SqlExpression } from './syntax.js'
import { type ExpressionContext, toExpression } from './to-expression.js'
import { hasAggregate, toMeasure } from './to-measure.js'

interface Item {
  readonly name: string
  readonly value: SqlExpression
}

/** The plan of a statement over its table. Every name in it is the catalog's. */
export function toPlan(sql: string, statement: SelectStatement, table: CatalogTable): Plan {
  const names = createNames(statement, table)
  const items = toItems(sql, statement, table, names)
  const rows = createRowContext(sql, names, items)
  const scan: Relation = { op: 'scan', table: table.name }
  const { where } = statement
  const input: Relation =
    where === undefined ? scan : { op: 'filter', input: scan, where: toExpression(where, rows) }
  const isGrouped =
    statement.groupBy.length > 0 ||
    statement.having !== undefined ||
    [...items, ...statement.orderBy].some(({ value }) => hasAggregate(value))
  const query = isGrouped ? groupRows(sql, statement, items, rows, input) : { input, context: rows }
  return { version: 1, root: finish(sql, statement, items, query) }
}

interface Query {
  readonly input: Relation
  /** How expressions over `input` are read. */
  readonly context: ExpressionContext
}

/** ORDER BY, LIMIT and the list of columns. Sorting stands below the columns, so that it may use others. */
function finish(sql: string, statement: SelectStatement, items: readonly Item[], query: Query): Relation {
  const columns = items.map(({ name, value }): Named => ({ name, value: toExpression(value, query.context) }))
  if (!statement.distinct) {
    const keys = toSortKeys(sql, statement, items, (value) => toExpression(value, query.context))
    return toColumns(cut(statement, sorted(query.input, keys)), columns)
  }
  const distinct: Relation = { op: 'aggregate', input: query.input, groups: columns, measures: [] }
  const keys = toSortKeys(sql, statement, items, (value) => {
    const wanted = canonicalText(toExpression(value, query.context))
    const column = columns.find((candidate) => canonicalText(candidate.value) === wanted)
    if (column !== undefined) return { op: 'column', name: column.name }
    throw unsupported(sql, value.start, 'ORDER BY what SELECT DISTINCT does not list')
  })
  return cut(statement, sorted(distinct, keys))
}

function sorted(input: Relation, keys: readonly SortKey[]): Relation {
  return keys.length === 0 ? input : { op: 'sort', input, keys }
}

function cut({ count, offset }: SelectStatement, input: Relation): Relation {
  return count === null && offset === 0 ? input : { op: 'limit', input, count, offset }
}

/** No projection where the aggregate already gives just these columns in this order. */
function toColumns(input: Relation, columns: readonly Named[]): Relation {
  const given = outputNames(input)
  const same =
    given?.length === columns.length &&
    columns.every(
      ({ name, value }, index) => value.op === 'column' && value.name === name && given[index] === name,
    )
  return same ? input : { op: 'project', input, columns }
}

function outputNames(relation: Relation): string[] | undefined {
  if (relation.op === 'aggregate') return [...relation.groups, ...relation.measures].map(({ name }) => name)
  return relation.op === 'scan' || relation.op === 'project' ? undefined : outputNames(relation.input)
}

/** The selected columns with names that differ: the alias, the column's name, or the text as written. */
function toItems(sql: string, statement: SelectStatement, table: CatalogTable, names: Names): Item[] {
  const used = new Set<string>()
  const add = (wanted: string, value: SqlExpression): Item => {
    let name = wanted
    for (let n = 2; used.has(name); n++) name = `${wanted}_${n}`
    used.add(name)
    return { name, value }
  }
  return statement.items.flatMap((item) => {
    if (item.kind === 'value') {
      const { value, alias } = item
      const column = value.kind === 'name' ? names.findColumn(value) : undefined
      return [add(alias ?? column ?? sql.slice(value.start, value.end), value)]
    }
    if (item.table !== undefined && !names.isTable(item.table))
      throw unsupported(sql, item.start, `${item.table}.* of another table`)
    return table.columns.map(({ name }) =>
      add(name, { kind: 'name', parts: [name], quoted: true, start: item.start, end: item.start }),
    )
  })
}

/** Over single rows a name is a column, else the alias of a selected value. */
function createRowContext(sql: string, names: Names, items: readonly Item[]): ExpressionContext {
  const context: ExpressionContext = {
    sql,
    replace(expression) {
      if (expression.kind === 'call')
        toMeasure(expression, sql, (argument) => toExpression(argument, context))
      if (expression.kind !== 'name') return undefined
      const column = names.findColumn(expression)
      if (column !== undefined) return { op: 'column', name: column }
      const item = findItem(items, expression)
      if (item === undefined || item.value === expression) throw names.unknown(expression)
      if (hasAggregate(item.value))
        throw unsupported(sql, expression.start, `the aggregate ${item.name} here`)
      return toExpression(item.value, context)
    },
  }
  return context
}

function findItem(items: readonly Item[], { kind, ...rest }: SqlExpression): Item | undefined {
  if (kind !== 'name' || !('parts' in rest) || rest.parts.length !== 1) return undefined
  const asked = rest.parts[0]!
  return (
    items.find(({ name }) => name === asked) ??
    items.find(({ name }) => name.toLowerCase() === asked.toLowerCase())
  )
}

/** GROUP BY, aggregates and HAVING: above it, only group keys and aggregates can be named. */
function groupRows(
  sql: string,
  statement: SelectStatement,
  items: readonly Item[],
  rows: ExpressionContext,
  input: Relation,
): Query {
  const used = new Set(items.map(({ name }) => name))
  const nameFor = (source: SqlExpression, wanted: string): string => {
    const item = items.find(({ value }) => value.start === source.start && value.end === source.end)
    if (item !== undefined) return item.name
    let name = wanted
    for (let n = 2; used.has(name); n++) name = `${wanted}_${n}`
    used.add(name)
    return name
  }
  const groups = new Map<string, Named>()
  for (const term of statement.groupBy) {
    const source = byOrdinal(sql, term, items) ?? term
    if (hasAggregate(source)) throw unsupported(sql, term.start, 'GROUP BY an aggregate')
    const value = toExpression(source, rows)
    const same = items.find(
      (item) => !hasAggregate(item.value) && isSame(toExpression(item.value, rows), value),
    )
    const name = same?.name ?? nameFor(source, sql.slice(source.start, source.end))
    groups.set(canonicalText(value), groups.get(canonicalText(value)) ?? { name, value })
  }
  const measures = new Map<string, Measure>()
  const context: ExpressionContext = {
    sql,
    replace(expression) {
      if (expression.kind === 'call') {
        const measure = toMeasure(expression, sql, (argument) => toExpression(argument, rows))
        const key = canonicalJson(measure)
        const known = measures.get(key)
        const name = known?.name ?? nameFor(expression, sql.slice(expression.start, expression.end))
        if (known === undefined) measures.set(key, { name, ...measure })
        return { op: 'column', name }
      }
      const item = findItem(items, expression)
      if (item !== undefined && hasAggregate(item.value)) return toExpression(item.value, context)
      if (hasAggregate(expression)) return undefined
      const value = toExpression(expression, rows)
      const group = groups.get(canonicalText(value))
      if (group !== undefined) return { op: 'column', name: group.name }
      if (expression.kind !== 'name') return undefined
      const column = expression.parts.join('.')
      throw unsupported(
        sql,
        expression.start,
        `${column}, which is neither grouped by nor aggregated,`,
        `Add it to GROUP BY, or write min(${column}).`,
      )
    },
  }
  for (const { value } of items) toExpression(value, context)
  const having = statement.having === undefined ? undefined : toExpression(statement.having, context)
  toSortKeys(sql, statement, items, (value) => toExpression(value, context))
  const aggregated: Relation = {
    op: 'aggregate',
    input,
    groups: [...groups.values()],
    measures: [...measures.values()],
  }
  return {
    input: having === undefined ? aggregated : { op: 'filter', input: aggregated, where: having },
    context,
  }
}

/** A sort key is an ordinal, else the name of a selected column, else an expression. */
function toSortKeys(
  sql: string,
  statement: SelectStatement,
  items: readonly Item[],
  convert: (value: SqlExpression) => Expression,
): SortKey[] {
  return statement.orderBy.map(({ value, descending, nulls }) => {
    const source = byOrdinal(sql, value, items) ?? findItem(items, value)?.value ?? value
    return { value: convert(source), descending, nulls }
  })
}

function byOrdinal(sql: string, term: SqlExpression, items: readonly Item[]): SqlExpression | undefined {
  if (term.kind !== 'number') return undefined
  const item = items[Number(term.value) - 1]
  if (item !== undefined) return item.value
  throw unsupported(sql, term.start, `${term.value} as the position of a selected column`)
}

function isSame(a: Expression, b: Expression): boolean {
  return canonicalText(a) === canonicalText(b)
}

function canonicalText(expression: Expression): string {
  return canonicalJson(canonicalExpression(expression))
}
