import type { CatalogTable } from '../catalog/catalog.js'
import { planErrors } from './errors.js'
import { findNearestNames } from './nearest-names.js'

/** The name as it stands in `names`: the same, else the only one that differs in case alone; undefined when there is none. */
export function matchName(asked: string, names: readonly string[]): string | undefined {
  if (names.includes(asked)) return asked
  const folded = asked.toLowerCase()
  const candidates = names.filter((name) => name.toLowerCase() === folded)
  if (candidates.length > 1)
    throw planErrors.create(
      'PLAN_AMBIGUOUS_NAME',
      `"${asked}" could mean ${candidates.map((name) => `"${name}"`).join(' or ')}.`,
      { name: asked, candidates },
      { hint: 'Write the name with its exact upper and lower case.' },
    )
  return candidates[0]
}

/** The table of a name or alias; PLAN_UNKNOWN_TABLE with the nearest names, PLAN_AMBIGUOUS_NAME for an alias of several. */
export function resolveTable(asked: string, tables: readonly CatalogTable[]): CatalogTable {
  const byName = new Map(tables.map((table) => [table.name, [table]]))
  const names = new Set(byName.keys())
  for (const table of tables)
    for (const alias of new Set(table.aliases))
      if (!names.has(alias)) byName.set(alias, [...(byName.get(alias) ?? []), table])
  const match = matchName(asked, [...byName.keys()])
  const [table, ...others] = match === undefined ? [] : byName.get(match)!
  if (table !== undefined && others.length > 0) throw ambiguousTable(asked, [table, ...others])
  if (table !== undefined) return table
  const nearest = findNearestNames(asked, [...byName.keys()])
  throw planErrors.create(
    'PLAN_UNKNOWN_TABLE',
    `There is no table "${asked}".`,
    { table: asked, nearest },
    { hint: hintFor(nearest, [...names], 'Tables') },
  )
}

function ambiguousTable(asked: string, tables: readonly CatalogTable[]): Error {
  const candidates = tables.map(({ name }) => name)
  const listed = candidates.map((name) => `"${name}"`)
  return planErrors.create(
    'PLAN_AMBIGUOUS_NAME',
    `Several datasets have a table "${asked}": ${listed.join(' and ')}.`,
    { name: asked, candidates },
    { hint: `Write ${candidates.join(' or ')}.` },
  )
}

/** The column of a name; PLAN_UNKNOWN_COLUMN with the nearest names. `table` is for the message. */
export function resolveColumn(asked: string, names: readonly string[], table: string): string {
  const match = matchName(asked, names)
  if (match !== undefined) return match
  throw unknownColumn(asked, names, table)
}

/** `advice` follows the nearest names in the hint. */
export function unknownColumn(asked: string, names: readonly string[], table: string, advice = '') {
  const nearest = findNearestNames(asked, names)
  return planErrors.create(
    'PLAN_UNKNOWN_COLUMN',
    `There is no column "${asked}" in ${table}.`,
    { column: asked, table, nearest },
    { hint: `${hintFor(nearest, names, 'Columns')}${advice}` },
  )
}

function hintFor(nearest: readonly string[], all: readonly string[], title: string): string {
  if (nearest.length > 0) return `Did you mean ${nearest.map((name) => `"${name}"`).join(' or ')}?`
  const listed = all.slice(0, 10).map((name) => `"${name}"`)
  return `${title}: ${listed.join(', ')}${all.length > 10 ? `, and ${all.length - 10} more` : ''}.`
}
