import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { holdsDigits, pickLabel } from './column-roles.js'
import type { Element } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { readColumnName } from './name-forms.js'
import type { Token } from './tokens.js'

const roleCost = 0.1
const roleLabelCost = 0.2

/** The one column that "who", "when" or "where" can ask for: by its name, by its dates, or because it tells rows apart. */
export function linkRoles(tokens: readonly Token[], table: CatalogTable, language: Language): Element[] {
  return tokens.flatMap(({ fold, kind }, start): Element[] => {
    const role = kind === 'word' && languages[language].roles.find(({ words }) => words.includes(fold))
    if (!role) return []
    const named = role.names.map((name) => columnsNamed(table, name)).find(({ length }) => length > 0) ?? []
    const others = role.orElse === undefined ? [] : columnsOr(table, role.orElse)
    const [columns, cost] = named.length > 0 ? [named, roleCost] : [others, roleLabelCost]
    const [column] = columns
    if (column === undefined || columns.length > 1) return []
    return [{ kind: 'asked', start, end: start + 1, cost, column }]
  })
}

function columnsNamed(table: CatalogTable, name: string): CatalogColumn[] {
  return table.columns.filter(
    ({ path, derivedFrom }) =>
      derivedFrom === undefined &&
      readColumnName(path).forms.some(({ words, cost }) => cost === 0 && words.join(' ') === name),
  )
}

function columnsOr(table: CatalogTable, other: 'date' | 'label'): CatalogColumn[] {
  if (other === 'date') return table.columns.filter(({ reading }) => reading?.kind === 'date')
  const label = pickLabel(table)
  return label === undefined || holdsDigits(label) ? [] : [label]
}
