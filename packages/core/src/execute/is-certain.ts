import type { CatalogTable, KindCounts } from '../catalog/catalog.js'
import type { Expression, Relation } from '../plan/algebra.js'
import { linkColumns } from '../plan/link-columns.js'

type Kind = 'number' | 'text' | 'boolean'

/** True where a condition over the rows of a relation can only be true or false: all it reads is of one kind in every row. */
export function isCertain(condition: Expression, over: Relation, tables: readonly CatalogTable[]): boolean {
  const certain = (inner: Expression) => isCertain(inner, over, tables)
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.args.every(certain)
    case 'not':
      return certain(condition.args[0])
    case 'is-null':
    case 'is-blank':
    case 'boolean':
    case 'query-exists':
      return true
    case 'column':
      return kindOf(condition, over, tables) === 'boolean'
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'in': {
      const [first, ...others] = condition.args.map((arg) => kindOf(arg, over, tables))
      return first !== undefined && others.every((kind) => kind === first)
    }
    case 'like':
    case 'contains':
      return condition.args.every((arg) => kindOf(arg, over, tables) === 'text')
    default:
      return false
  }
}

/** The kind that an expression has in every row; undefined where that is not known. */
function kindOf(expression: Expression, over: Relation, tables: readonly CatalogTable[]): Kind | undefined {
  switch (expression.op) {
    case 'number':
    case 'text':
    case 'boolean':
      return expression.op
    case 'column':
      return kindOfColumn(expression.name, over, tables)
    default:
      return undefined
  }
}

function kindOfColumn(name: string, over: Relation, tables: readonly CatalogTable[]): Kind | undefined {
  switch (over.op) {
    case 'filter':
    case 'sort':
    case 'limit':
      return kindOfColumn(name, over.input, tables)
    case 'project': {
      const value = over.columns.find((column) => column.name === name)?.value
      return value === undefined ? undefined : kindOf(value, over.input, tables)
    }
    case 'scan': {
      const table = tables.find((candidate) => candidate.name === over.table)
      const own = over.as === undefined ? name : name.slice(over.as.length + 1)
      if (table === undefined) return undefined
      if (linkColumns(table).includes(own)) return 'number'
      const column = table.columns.find((candidate) => candidate.name === own)
      return column === undefined ? undefined : wholeKind(column.counts, table.rows)
    }
    default:
      return undefined
  }
}

function wholeKind(counts: KindCounts, rows: number): Kind | undefined {
  return (['number', 'text', 'boolean'] as const).find((kind) => counts[kind] === rows)
}
