import type { CatalogTable } from '../catalog/catalog.js'
import { isPlaceholder } from '../catalog/placeholders.js'
import type { Plan, Relation } from '../plan/algebra.js'
import { freezePlan } from '../plan/freeze-plan.js'
import { listsLines } from './column-roles.js'
import { countTextsInside, loosenTexts } from './loosen-texts.js'
import { rememberFor } from './remember.js'

/** What a plan's asked columns hold, one text for each row; undefined when there is no room to find out. */
export type ResultProbe = (
  plan: Plan,
  asked: readonly string[],
) => Promise<readonly (readonly string[])[] | undefined>

export interface Probed {
  readonly plan: Plan
  readonly asked: readonly string[]
}

/** A probe that runs each plan once. */
export function rememberResults(probe: ResultProbe): ResultProbe {
  const known = new Map<string, ReturnType<ResultProbe>>()
  return (plan, asked) => {
    const key = JSON.stringify([plan.root, asked])
    const result = known.get(key) ?? probe(plan, asked)
    known.set(key, result)
    return result
  }
}

/** Whether plans that differ give the same answer to the question: then it does not matter which one was meant. */
export async function giveTheSame(probed: readonly Probed[], probe: ResultProbe): Promise<boolean> {
  let first: ReadonlySet<string> | undefined
  for (const { plan, asked } of probed) {
    const rows = await probe(plan, asked)
    if (rows === undefined || rows.length === 0) return false
    if (first !== undefined && !saysTheSame(rows, first)) return false
    first ??= saidBy(rows)
  }
  return first !== undefined
}

/** Whether plans give the same answer, and those that count do so over the same rows: that numbers are equal may be chance. */
export async function agree(probed: readonly Probed[], probe: ResultProbe): Promise<boolean> {
  if (!(await giveTheSame(probed, probe))) return false
  const counted = probed.flatMap((one) => (countsRows(one.plan) ? [one] : []))
  const [first] = counted
  if (first === undefined || counted.length < 2) return true
  const [none] = (await probe(first.plan, first.asked)) ?? []
  if (none?.[0] === '0') return true
  const joint = joinCounts(counted.map(({ plan }) => plan))
  return joint !== undefined && giveTheSame([first, { plan: joint, asked: first.asked }], probe)
}

/** Whether a plan gives the number of rows, not of groups. */
export function countsRows({ root }: Plan): boolean {
  return (
    root.op === 'aggregate' && root.groups.length === 0 && root.measures.every(({ fn }) => fn === 'count')
  )
}

/** Counts the rows that all plans count; undefined where they are of different tables. */
function joinCounts(plans: readonly Plan[]): Plan | undefined {
  const [first] = plans
  if (first?.root.op !== 'aggregate') return undefined
  const parts = plans.map(({ root }) => {
    const input = root.op === 'aggregate' ? root.input : root
    return input.op === 'filter' ? { input: input.input, where: [input.where] } : { input, where: [] }
  })
  const [{ input }] = parts as [(typeof parts)[number]]
  if (parts.some((part) => JSON.stringify(part.input) !== JSON.stringify(input))) return undefined
  const where = parts.flatMap((part) => part.where)
  if (where.length === 0) return first
  const filtered: Relation = {
    op: 'filter',
    input,
    where: where.length === 1 ? where[0]! : { op: 'and', args: where },
  }
  return freezePlan({ version: first.version, root: { ...first.root, input: filtered } })
}

/** What speaks against a plan's texts: no row has them, or cells that say them with a note, or in a list, would change the answer. */
export async function findHidden(
  { plan, asked }: Probed,
  probe: ResultProbe,
): Promise<'nothing' | 'parts' | undefined> {
  const loose = loosenTexts(plan)
  if (loose === undefined) return undefined
  const inside = countTextsInside(plan)
  if (inside !== undefined && (await probe(inside, ['count']))?.[0]?.[0] === '0') {
    const rows = await probe(plan, asked)
    if (rows === undefined) return 'parts'
    return rows.length === 0 ? 'nothing' : undefined
  }
  const both = [
    { plan, asked },
    { plan: loose, asked },
  ]
  return (await giveTheSame(both, probe)) ? undefined : 'parts'
}

/** Whether a plan gives one row that says something. */
export async function givesOne({ plan, asked }: Probed, probe: ResultProbe): Promise<boolean> {
  const rows = await probe(plan, asked)
  return rows?.length === 1 && rows[0]?.some((text) => text.trim() !== '' && !isPlaceholder(text)) === true
}

/** Whether a plan gives so many rows, each with another answer. */
export async function givesAmount(
  { plan, asked }: Probed,
  amount: number,
  probe: ResultProbe,
): Promise<boolean> {
  const rows = await probe(plan, asked)
  return rows?.length === amount && new Set(rows.map((row) => row.join('\u0000'))).size === amount
}

/** Whether a plan finds nothing: no row, or a count of none. */
export async function findsNothing({ plan, asked }: Probed, probe: ResultProbe): Promise<boolean> {
  const rows = await probe(plan, asked)
  if (rows === undefined || rows.length === 0) return true
  return rows.length === 1 && /^count(?:$|-distinct\()/u.test(asked[0] ?? '') && rows[0]?.[0] === '0'
}

/** Whether a plan finds nothing, or rows that are blank where they are asked. */
export async function saysNothing(probed: Probed, probe: ResultProbe): Promise<boolean> {
  if (await findsNothing(probed, probe)) return true
  const rows = await probe(probed.plan, probed.asked)
  return rows?.every((row) => row.every((text) => text.trim() === '' || isPlaceholder(text))) === true
}

/** Whether no two rows of a plan say the same. */
export async function areAllDifferent({ plan, asked }: Probed, probe: ResultProbe): Promise<boolean> {
  const rows = await probe(plan, asked)
  return rows !== undefined && saidBy(rows).size === rows.length
}

/** Said of the name behind it, as tables of games do. */
const markPattern = /^(?:@|(?:at|vs\.?)\s)/iu

/** Whether an answer is a name with a mark before it, which others of its column lack, or lists several in its lines. */
export async function givesMark({ plan, asked }: Probed, probe: ResultProbe): Promise<boolean> {
  const rows = await probe(plan, asked)
  return rows?.some((row) => row.some((text) => markPattern.test(text.trim()) || listsLines(text))) ?? false
}

/** A table of a size that a person writes: one may look at its cells for marks, totals and the like. */
export function isWritten({ rows }: CatalogTable): boolean {
  return rows <= maxWritten
}

/** Larger tables are records of a program, not written by a person who adds them up. */
const maxWritten = 1000

/** What rows say, in whatever order. */
const saidBy = rememberFor(
  (rows: readonly (readonly string[])[]): ReadonlySet<string> => new Set(rows.map(toText)),
)

function toText(row: readonly string[]): string {
  return row.length === 1 ? row[0]! : row.join('\u0000')
}

/** Most rows that differ do so in the first. */
function saysTheSame(rows: readonly (readonly string[])[], said: ReadonlySet<string>): boolean {
  return rows.every((row) => said.has(toText(row))) && saidBy(rows).size === said.size
}
