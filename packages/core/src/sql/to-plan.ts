import type { CatalogTable } from '../catalog/catalog.js'
import type { Expression, Measure, Named, Plan, Relation, SortKey } from '../plan/algebra.js'
import { canonicalExpression, canonicalJson } from '../plan/canonical-plan.js'
import { unsupported } from './errors.js'
import { createNames, type Names } from './resolve-names.js'
import type { SelectStatement, SqlExpression } from './syntax.js'
import { type ExpressionContext, toExpression } from './to-expression.js'
import { hasAggregate, holds, isAggregate, toMeasure } from './to-measure.js'

interface Item {
  readonly name: string
  readonly value: SqlExpression
}

/** The plan of a statement over its table. Every name in it is the catalog's. */
export function toPlan(sql: string, statement: SelectStatement, table: CatalogTable): Plan {
  const names = createNames(statement, table)
  const items = toItems(sql, statement, table, names)
  const rows: RowContexts = {
    plain: createRowContext(sql, names, []),
    aliased: createRowContext(sql, names, items),
  }
  const scan: Relation = { op: 'scan', table: table.name }
  const { where } = statement
  const input: Relation =
    where === undefined ? scan : { op: 'filter', input: scan, where: toExpression(where, rows.aliased) }
  const isGrouped =
    statement.groupBy.length > 0 ||
    statement.having !== undefined ||
    [...items, ...statement.orderBy].some(({ value }) => hasAggregate(value))
  const query = isGrouped
    ? groupRows({ sql, statement, items, names, rows, input })
    : { input, plain: rows.plain, aliased: rows.aliased }
  return { version: 1, root: finish(sql, statement, items, query) }
}

/** How expressions are read: those of the list see no aliases, which would go in circles; the others do. */
interface RowContexts {
  readonly plain: ExpressionContext
  readonly aliased: ExpressionContext
}

interface Query extends RowContexts {
  readonly input: Relation
}

/** ORDER BY, LIMIT and the list of columns. Sorting stands below the columns, so that it may use others. */
function finish(sql: string, statement: SelectStatement, items: readonly Item[], query: Query): Relation {
  const columns = items.map(({ name, value }): Named => ({ name, value: toExpression(value, query.plain) }))
  if (!statement.distinct) {
    const keys = toSortKeys(sql, statement, items, (value) => toExpression(value, query.aliased))
    return toColumns(cut(statement, sorted(query.input, keys)), columns)
  }
  const distinct: Relation = { op: 'aggregate', input: query.input, groups: columns, measures: [] }
  const keys = toSortKeys(sql, statement, items, (value) => {
    const wanted = canonicalText(toExpression(value, query.aliased))
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
    const listed = table.columns.filter(({ derivedFrom }) => derivedFrom === undefined)
    return listed.map(({ name }) =>
      add(name, { kind: 'name', parts: [name], quoted: true, start: item.start, end: item.start }),
    )
  })
}

/** Over single rows a name is a column, else the alias of one of `items`. */
function createRowContext(sql: string, names: Names, items: readonly Item[]): ExpressionContext {
  return {
    sql,
    replace(expression) {
      if (expression.kind === 'call' && isAggregate(expression.name))
        throw unsupported(sql, expression.start, `the aggregate ${expression.name}() here`)
      if (expression.kind !== 'name') return undefined
      const column = names.findColumn(expression)
      if (column !== undefined) return { op: 'column', name: column }
      const item = findItem(items, expression)
      if (item === undefined) throw names.unknown(expression)
      if (hasAggregate(item.value))
        throw unsupported(sql, expression.start, `the aggregate ${item.name} here`)
      return toExpression(item.value, createRowContext(sql, names, []))
    },
  }
}

function findItem(items: readonly Item[], { kind, ...rest }: SqlExpression): Item | undefined {
  if (kind !== 'name' || !('parts' in rest) || rest.parts.length !== 1) return undefined
  const asked = rest.parts[0]!
  return (
    items.find(({ name }) => name === asked) ??
    items.find(({ name }) => name.toLowerCase() === asked.toLowerCase())
  )
}

interface Grouping {
  readonly sql: string
  readonly statement: SelectStatement
  readonly items: readonly Item[]
  readonly names: Names
  readonly rows: RowContexts
  readonly input: Relation
}

/** GROUP BY, aggregates and HAVING: above it, only group keys and aggregates can be named. */
function groupRows({ sql, statement, items, names, rows, input }: Grouping): Query {
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
    const value = toExpression(source, rows.aliased)
    const same = items.find(
      (item) => !hasAggregate(item.value) && isSame(toExpression(item.value, rows.plain), value),
    )
    const name = same?.name ?? nameFor(source, sql.slice(source.start, source.end))
    groups.set(canonicalText(value), groups.get(canonicalText(value)) ?? { name, value })
  }
  const measures = new Map<string, Measure>()
  /** The aggregated item that a name means; a column of that name goes before it. */
  const totalOf = (part: SqlExpression): Item | undefined => {
    if (part.kind !== 'name' || names.findColumn(part) !== undefined) return undefined
    const item = findItem(items, part)
    return item !== undefined && hasAggregate(item.value) ? item : undefined
  }
  const measureOf = (call: Extract<SqlExpression, { kind: 'call' }>, over: ExpressionContext): Expression => {
    const measure = toMeasure(call, sql, (argument) => toExpression(argument, over))
    const key = canonicalJson(measure)
    const name = measures.get(key)?.name ?? nameFor(call, sql.slice(call.start, call.end))
    if (!measures.has(key)) measures.set(key, { name, ...measure })
    return { op: 'column', name }
  }
  const createContext = (
    over: ExpressionContext,
    listed: ExpressionContext | undefined,
  ): ExpressionContext => ({
    sql,
    replace(expression) {
      if (expression.kind === 'call' && isAggregate(expression.name)) return measureOf(expression, over)
      const findTotal = (part: SqlExpression) => (listed === undefined ? undefined : totalOf(part))
      const total = findTotal(expression)
      if (total !== undefined) return toExpression(total.value, listed!)
      if (hasAggregate(expression) || holds(expression, (part) => findTotal(part) !== undefined))
        return undefined
      if (isConstant(expression)) return undefined
      const value = toExpression(expression, over)
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
  })
  const plain = createContext(rows.plain, undefined)
  const aliased = createContext(rows.aliased, plain)
  for (const { value } of items) toExpression(value, plain)
  const having = statement.having === undefined ? undefined : toExpression(statement.having, aliased)
  toSortKeys(sql, statement, items, (value) => toExpression(value, aliased))
  const aggregated: Relation = {
    op: 'aggregate',
    input,
    groups: [...groups.values()],
    measures: [...measures.values()],
  }
  return {
    input: having === undefined ? aggregated : { op: 'filter', input: aggregated, where: having },
    plain,
    aliased,
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

function isConstant(expression: SqlExpression): boolean {
  return ['number', 'text', 'boolean', 'null'].includes(expression.kind)
}

function isSame(a: Expression, b: Expression): boolean {
  return canonicalText(a) === canonicalText(b)
}

function canonicalText(expression: Expression): string {
  return canonicalJson(canonicalExpression(expression))
}
