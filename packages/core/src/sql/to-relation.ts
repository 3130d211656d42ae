import type { CatalogLink, CatalogTable } from '../catalog/catalog.js'
import type { Expression, JoinKey, Relation } from '../plan/algebra.js'
import { columnsOf } from '../plan/columns-of.js'
import { resolveTable } from '../plan/resolve-name.js'
import { unsupported } from './errors.js'
import { createNames, type Source, type SourcedRelation, tableSource } from './sources.js'
import type { FromItem, Query, SqlExpression } from './syntax.js'

/** A query that became a relation, with its columns in order. */
export interface QueryRelation {
  readonly relation: Relation
  readonly columns: readonly string[]
}

/** What a FROM may name, and how the queries and conditions in it are read. */
export interface FromContext {
  readonly sql: string
  readonly tables: readonly CatalogTable[]
  readonly declared: readonly CatalogLink[]
  /** The queries of WITH, by their names in lower case. */
  readonly named: ReadonlyMap<string, QueryRelation>
  readonly toQuery: (query: Query) => QueryRelation
  readonly toCondition: (condition: SqlExpression, sources: readonly Source[]) => Expression
}

/** The relation of a FROM. A table alone keeps the names of its columns; in a join they get its label before them. */
export function toRelation(from: FromItem, context: FromContext): SourcedRelation {
  return from.kind === 'join' ? toJoin(from, context) : toSource(from, context, false)
}

function toSource(
  from: Exclude<FromItem, { kind: 'join' }>,
  context: FromContext,
  isJoined: boolean,
): SourcedRelation {
  const named = from.kind === 'table' ? context.named.get(from.table.toLowerCase()) : undefined
  if (from.kind === 'table' && named === undefined) {
    const table = resolveTable(from.table, context.tables)
    const labels = from.alias === undefined ? [from.table, table.name, ...table.aliases] : [from.alias]
    if (!isJoined)
      return {
        relation: { op: 'scan', table: table.name },
        sources: [tableSource(table, context.tables, labels, '')],
      }
    const [as = table.name] = labels
    return {
      relation: { op: 'scan', table: table.name, as },
      sources: [tableSource(table, context.tables, labels, `${as}.`)],
    }
  }
  const { relation, columns } = named ?? context.toQuery((from as { query: Query }).query)
  const label = from.alias ?? (from.kind === 'table' ? from.table : undefined)
  const prefix = isJoined ? `${label ?? `query ${from.start}`}.` : ''
  const source: Source = {
    labels: label === undefined ? [] : [label],
    title: label === undefined ? 'the inner query' : `"${label}"`,
    columns: columns.map((name) => ({ name, column: prefix + name })),
    hidden: [],
    merged: new Set(),
  }
  if (!isJoined) return { relation, sources: [source] }
  const renamed = columns.map((name) => ({ name: prefix + name, value: { op: 'column', name } as const }))
  return { relation: { op: 'project', input: relation, columns: renamed }, sources: [source] }
}

function toJoin(from: Extract<FromItem, { kind: 'join' }>, context: FromContext): SourcedRelation {
  const [left, right] = [from.left, from.right].map((side) =>
    side.kind === 'join' ? toJoin(side, context) : toSource(side, context, true),
  ) as [SourcedRelation, SourcedRelation]
  for (const { labels } of right.sources) {
    const [label] = labels
    const isTaken = left.sources.some((source) => label !== undefined && source.labels[0] === label)
    if (isTaken)
      throw unsupported(context.sql, from.start, `a second ${label}`, 'Give one of them another name.')
  }
  const merged = from.using.map((name): JoinKey & { readonly merged: string } => {
    const written = {
      kind: 'name',
      parts: [name],
      quoted: false,
      start: from.start,
      end: from.start,
    } as const
    const [a, b] = [left, right].map(({ sources }) => {
      const names = createNames(sources)
      const column = names.findColumn(written)
      if (column === undefined) throw names.unknown(written)
      return column.column
    }) as [string, string]
    return { left: { op: 'column', name: a }, right: { op: 'column', name: b }, merged: b }
  })
  const hidden = new Set(merged.map((key) => key.merged))
  const rightSources = right.sources.map((source) => ({
    ...source,
    merged: new Set([...source.merged, ...hidden]),
  }))
  const sources = [...left.sources, ...rightSources]
  const condition = from.on === undefined ? [] : conjuncts(context.toCondition(from.on, sources))
  const keys = condition.map((part) => toKey(part, left, right))
  const rest = condition.filter((_, index) => keys[index] === undefined)
  const on = [
    ...(from.linked ? linkKeys(from, left, right, context) : []),
    ...merged.map(({ left: a, right: b }) => ({ left: a, right: b })),
    ...keys.filter((key) => key !== undefined),
  ]
  const where =
    rest.length === 0 ? {} : { where: rest.length === 1 ? rest[0]! : ({ op: 'and', args: rest } as const) }
  return {
    relation: { op: 'join', kind: from.join, left: left.relation, right: right.relation, on, ...where },
    sources,
  }
}

/** The keys of a JOIN without a condition: the link that was declared between its sides. Without one, all pairs. */
function linkKeys(
  from: Extract<FromItem, { kind: 'join' }>,
  left: SourcedRelation,
  right: SourcedRelation,
  { sql, declared }: FromContext,
): readonly JoinKey[] {
  const keys = declared.flatMap((link) =>
    [[link.from, link.to] as const, [link.to, link.from] as const].flatMap(([near, far]) =>
      columnsAt(left, near).flatMap((a) =>
        columnsAt(right, far).map(
          (b): JoinKey => ({
            left: { op: 'column', name: a },
            right: { op: 'column', name: b },
          }),
        ),
      ),
    ),
  )
  if (keys.length > 1)
    throw unsupported(
      sql,
      from.start,
      'JOIN without ON where several declared links fit',
      'Write ON with the columns.',
    )
  if (keys.length === 0 && from.join === 'left')
    throw unsupported(sql, from.start, 'LEFT JOIN without ON or USING')
  return keys
}

/** What the column of a table is called in a relation, once for each time that the table stands in it. */
function columnsAt({ sources }: SourcedRelation, { table, column }: CatalogLink['from']): string[] {
  return sources
    .filter((source) => source.table === table)
    .flatMap(({ columns }) => columns.flatMap((one) => (one.name === column ? [one.column] : [])))
}

function conjuncts(expression: Expression): readonly Expression[] {
  return expression.op === 'and' ? expression.args.flatMap(conjuncts) : [expression]
}

/** An equality of which each side reads one side of the join. */
function toKey(expression: Expression, left: SourcedRelation, right: SourcedRelation): JoinKey | undefined {
  if (expression.op !== 'eq') return undefined
  const [a, b] = expression.args
  if (readsOnly(a, left) && readsOnly(b, right)) return { left: a, right: b }
  return readsOnly(a, right) && readsOnly(b, left) ? { left: b, right: a } : undefined
}

function readsOnly(expression: Expression, { sources }: SourcedRelation): boolean {
  const names = new Set(
    sources.flatMap(({ columns, hidden }) => [...columns, ...hidden].map(({ column }) => column)),
  )
  const read = columnsOf(expression)
  return read.length > 0 && read.every((name) => names.has(name))
}
