import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import { holdsDigits, isGenericLabel, pickLabel, repeats } from './column-roles.js'
import type { Element } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { readColumnName } from './name-forms.js'
import { rememberFor } from './remember.js'
import type { Token } from './tokens.js'

const roleCost = 0.1
const roleLabelCost = 0.2

/** The one column that "who", "when" or "where" can ask for: by its name, by its dates, or because it tells rows apart. */
export function linkRoles(tokens: readonly Token[], table: CatalogTable, language: Language): Element[] {
  return tokens.flatMap(({ fold, kind }, start): Element[] => {
    const role = kind === 'word' && languages[language].roles.find(({ words }) => words.includes(fold))
    if (!role) return []
    const columnsBy = columnsByName(table)
    const named = (columnsBy.get(role.names.find((name) => columnsBy.has(name)) ?? '') ?? []).filter(
      (column) => role.orElse !== 'label' || !isOfThings(column, table),
    )
    const others = role.orElse === undefined ? [] : columnsOr(table, role.orElse)
    const [columns, cost] = named.length > 0 ? [named, roleCost] : [others, roleLabelCost]
    const [column] = columns
    if (column === undefined || columns.length > 1) return []
    return [{ kind: 'asked', start, end: start + 1, cost, column }]
  })
}

/** A name that rows share, beside who did it (`name` and `assignee` of tasks): what they are called is no person. */
function isOfThings(column: CatalogColumn, table: CatalogTable): boolean {
  if (!isGenericLabel(column) || !repeats(column, table)) return false
  return table.columns.some(
    (other) => other !== column && other.type === 'text' && isAgent(splitWords(other.path.at(-1) ?? '')),
  )
}

const agentEndings = /^(?:by|.{3,}(?:er|or|ee))$/u

function isAgent(words: readonly string[]): boolean {
  return agentEndings.test(words.at(-1) ?? '')
}

/** Columns by each name that says all of theirs. */
const columnsByName = rememberFor((table: CatalogTable): ReadonlyMap<string, readonly CatalogColumn[]> => {
  const columns = new Map<string, CatalogColumn[]>()
  for (const column of table.columns) {
    if (column.derivedFrom !== undefined) continue
    for (const { words, cost } of readColumnName(column.path).forms) {
      if (cost > 0) continue
      const name = words.join(' ')
      const known = columns.get(name)
      if (known === undefined) columns.set(name, [column])
      else known.push(column)
    }
  }
  return columns
})

function columnsOr(table: CatalogTable, other: 'date' | 'label'): CatalogColumn[] {
  if (other === 'date') return table.columns.filter(({ reading }) => reading?.kind === 'date')
  const label = pickLabel(table)
  return label === undefined || holdsDigits(label) ? [] : [label]
}
