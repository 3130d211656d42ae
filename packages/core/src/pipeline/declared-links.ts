import type { DeclaredLink } from '../answer/answer.js'
import type { Catalog, CatalogLink, CatalogTable } from '../catalog/catalog.js'
import type { Table } from '../columns/table.js'
import { runPlan } from '../execute/run-plan.js'
import type { AskInput } from '../guard/call-input.js'
import type { Plan } from '../plan/algebra.js'
import { checkPlan, type ScopeOfTable } from '../plan/check-plan.js'
import { matchName, resolveColumn, resolveTable } from '../plan/resolve-name.js'
import { pipelineErrors } from './errors.js'
import type { QueryView } from './query-view.js'

type Side = CatalogLink['from']

/** Links that a caller declares, with names as the catalog has them; their values are not looked at yet. */
export function resolveLinks(links: AskInput['links'], catalog: Catalog): CatalogLink[] {
  return links.map(({ from, to }) => ({
    from: resolveSide(from, catalog.tables),
    to: resolveSide(to, catalog.tables),
    share: 0,
    because: 'declared',
  }))
}

/** `dataset.table.column`, `table.column`: both names may hold dots, so every way to part them is tried. */
function resolveSide(text: string, tables: readonly CatalogTable[]): Side {
  const found = new Map<string, Side>()
  for (let at = text.indexOf('.'); at >= 0; at = text.indexOf('.', at + 1)) {
    const [asked, name] = [text.slice(0, at), text.slice(at + 1)]
    const names = tables.flatMap((table) => [table.name, ...table.aliases])
    if (matchName(asked, [...new Set(names)]) === undefined) continue
    const table = resolveTable(asked, tables)
    const column = matchName(name, namesOf(table))
    if (column !== undefined) found.set(JSON.stringify([table.name, column]), { table: table.name, column })
  }
  const [side, ...others] = found.values()
  if (side !== undefined && others.length === 0) return side
  if (side === undefined) refuseSide(text, tables)
  throw pipelineErrors.create(
    'LINK_INVALID',
    `"${text}" can be parted into a table and a column in several ways.`,
    { link: text, problem: 'ambiguous' },
    { hint: 'Join in SQL with ON instead, where names can be quoted.' },
  )
}

function namesOf(table: CatalogTable): string[] {
  return table.columns.map(({ name }) => name)
}

/** Throws the error about the table or the column that is not there, with the nearest names. */
function refuseSide(text: string, tables: readonly CatalogTable[]): never {
  const parts = text.split('.')
  const names = tables.flatMap((table) => [table.name, ...table.aliases])
  const known = parts.map((_, at) => parts.slice(0, at).join('.')).findLast((name) => names.includes(name))
  if (parts.length > 1) {
    const table = resolveTable(known ?? parts.slice(0, -1).join('.'), tables)
    const column = known === undefined ? parts.slice(-1).join('.') : text.slice(known.length + 1)
    resolveColumn(column, namesOf(table), `table "${table.name}"`)
  }
  throw pipelineErrors.create(
    'LINK_INVALID',
    `"${text}" names no column of a table.`,
    { link: text, problem: 'no table' },
    { hint: 'Write a link as dataset.table.column=dataset.table.column.' },
  )
}

/** The plan that counts how many values of a link's `from` are among those of its `to`, for what an actor sees. */
export function planLinkCheck({ from, to }: CatalogLink, { catalog, scopeOf }: Bound): Plan {
  const value = { op: 'column', name: from.column } as const
  const keys = {
    op: 'project',
    input: { op: 'scan', table: to.table },
    columns: [{ name: to.column, value: { op: 'column', name: to.column } }],
  } as const
  return checkPlan(
    {
      version: 1,
      root: {
        op: 'aggregate',
        input: { op: 'scan', table: from.table },
        groups: [],
        measures: [
          { name: 'values', fn: 'count', value },
          { name: 'matched', fn: 'count', value, where: { op: 'query-member', args: [value], input: keys } },
        ],
      },
    },
    catalog.tables,
    scopeOf,
  ).plan
}

interface Bound {
  readonly catalog: Catalog
  readonly scopeOf: ScopeOfTable
}

/** Counts what a declared link ties; PLAN_TYPE when its columns cannot be compared. */
export async function checkLinks(
  links: readonly CatalogLink[],
  view: QueryView,
  tables: readonly Table[],
  { signal }: AskInput,
): Promise<DeclaredLink[]> {
  const checked: DeclaredLink[] = []
  for (const link of links) {
    const result = await runPlan(planLinkCheck(link, view), tables, { signal, evidence: 0 })
    const [values, matched] = (result.rows[0] ?? []).map(Number) as [number, number]
    checked.push({
      from: link.from,
      to: link.to,
      values,
      matched,
      share: values === 0 ? 0 : matched / values,
    })
  }
  return checked
}
