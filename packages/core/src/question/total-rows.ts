import type { CatalogTable, ValueIndex, ValueMatch } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { isPlaceholder } from '../catalog/placeholders.js'
import type { Plan } from '../plan/algebra.js'
import { pickLabel } from './column-roles.js'
import { isWritten, type Probed, type ResultProbe } from './settle.js'

const totalPattern =
  /^(?:all|total|totals|overall|sum|gesamt|insgesamt|summe|alle)(?: |:?$)| (?:total|totals|gesamt|insgesamt)$/u
/** Whether a plan's answer is the name of a row that adds up others (`All places`, `Total for 2010:`). */
export async function givesTotal({ plan, asked }: Probed, probe: ResultProbe): Promise<boolean> {
  const rows = await probe(plan, asked)
  return rows?.some((row) => row.some((text) => totalPattern.test(foldText(text)))) ?? false
}

const totals = [
  'total',
  'totals',
  'grand total',
  'career',
  'career total',
  'career totals',
  'gesamt',
  'summe',
  'insgesamt',
]

/** The cell that names a row which adds up the others: no superlative, count or sum may take it for one of them. */
export async function findTotalRow(
  table: CatalogTable,
  values: ValueIndex,
  probe: ResultProbe | undefined,
): Promise<TotalRow | undefined> {
  if (!isWritten(table)) return undefined
  const found = await Promise.all(totals.flatMap((term) => [values.find(term), values.find(`${term}:`)]))
  const own = found.flat().filter((match) => match.table === table.name && match.count === 1)
  const label = pickLabel(table)
  const named = own.find(({ column }) => column === label?.name)
  if (named !== undefined) return { ...named, isSure: true }
  const [other] = own
  if (other === undefined) return undefined
  const isNameless = label !== undefined && (await hasNoName(other, label.name, probe))
  return { ...other, isSure: isNameless }
}

/** `isSure`: nothing else of the row says that it is one like the others. */
export type TotalRow = ValueMatch & { readonly isSure: boolean }

/** Whether what tells rows apart is blank in the row of a cell. */
async function hasNoName(
  { table, column, value }: ValueMatch,
  label: string,
  probe: ResultProbe | undefined,
): Promise<boolean> {
  const where = {
    op: 'eq',
    args: [
      { op: 'column', name: column },
      { op: 'text', value },
    ],
  } as const
  const plan: Plan = {
    version: 1,
    root: {
      op: 'project',
      input: { op: 'filter', input: { op: 'scan', table }, where },
      columns: [{ name: label, value: { op: 'column', name: label } }],
    },
  }
  const rows = await probe?.(plan, [label])
  return rows?.length === 1 && rows[0]!.every((text) => text.trim() === '' || isPlaceholder(text))
}
