import type { CatalogTable, ValueIndex } from '../catalog/catalog.js'
import type { Plan } from '../plan/algebra.js'
import type { Objection } from './constituent.js'
import type { Neighbour } from './formed.js'
import { areBesideInTime } from './in-time.js'
import { partnersOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { isPlainTableName } from './plain-names.js'
import type { QuestionReading, WordReading } from './reading.js'
import { refuse, refuseAmbiguous } from './refuse.js'
import { restatePlan } from './restate-plan.js'
import {
  agree,
  areAllDifferent,
  countsRows,
  findHidden,
  findsNothing,
  givesAmount,
  givesMark,
  givesOne,
  giveTheSame,
  isWritten,
  type Probed,
  type ResultProbe,
  saysNothing,
} from './settle.js'
import { findTotalRow, givesTotal, type TotalRow } from './total-rows.js'
import { withCondition } from './with-condition.js'

const maxAlternatives = 4
/** From here on words are taken loosely: that nothing is found may come from that. */
const looseCost = 0.1
/**
 * Beyond it a reading of a table that stands by itself is offered, not answered: too few of such answers to open tables'
 * questions were right (docs/question-scores.md, "How final was asked"). Names over links are longer, and cost more.
 */
const mostCost = 0.4
/** Readings of which it is found out whether they give the same. */
const maxSettled = 24
/** How much surer the best reading must be than the next one that means something else. */
export const margin = 0.12

/** By how much a reading with an objection is surer when it refuses the question over a sound one. */
const surer = 0.06

/** One complete reading of the words, in one table. */
export interface Candidate {
  readonly table: CatalogTable
  readonly cost: number
  readonly objection: Objection | undefined
  /** The answer is one row's. */
  readonly single: boolean
  /** How many rows the answer must have. */
  readonly amount: number | undefined
  /** Tokens that were left out. */
  readonly gaps: readonly number[]
  /** What the reading says; of most candidates nobody asks, because a surer one is there. */
  readonly read: () => ReadCandidate
}

interface ReadCandidate {
  readonly plan: Plan
  readonly key: string
  readonly asked: readonly string[]
  readonly assumptions: readonly string[]
  readonly reading: readonly WordReading[]
  /** Plans of which all must give the same. */
  readonly same: readonly Probed[]
  /** Counts the rows of which the reading can say anything: those that have what it asks and sets conditions on. */
  readonly applies: Probed
  /** What must not be the same twice. */
  readonly untied?: Probed
  readonly neighbour?: Neighbour<Probed>
  /** Columns of time on which it sets conditions, joined by line ends. */
  readonly times: string
  /** A comparison is with a number that no value of its column comes near. */
  readonly isBeyond: boolean
}

interface WholeCandidate extends Candidate, ReadCandidate {}

/**
 * The best reading, if nothing else comes near it, or all that does gives the same; and if no cell that says a text
 * of it with a note, and no row of totals, would make another answer of it.
 */
export async function chooseReading(
  candidates: readonly Candidate[],
  language: Language,
  values: ValueIndex,
  probe?: ResultProbe,
): Promise<QuestionReading> {
  const { texts } = languages[language]
  const sound = candidates.filter(({ objection }) => objection === undefined)
  const [leader] = sound
  const [refused] = candidates
  if (leader === undefined || (refused !== undefined && refused.cost + surer < leader.cost)) {
    const objection = refused?.objection
    if (refused === undefined || objection === undefined) {
      return refuse({ language, reason: 'needs-model', text: texts.notUnderstood })
    }
    return refuse({
      language,
      reason: objection.reason,
      text: objection.text,
      reading: refused.read().reading,
    })
  }
  const all = new Map<string, WholeCandidate>()
  let within = 0
  for (const candidate of sound) {
    if (candidate.cost > leader.cost + margin || within > maxSettled) break
    const whole = { ...candidate, ...candidate.read() }
    if (all.has(whole.key)) continue
    all.set(whole.key, whole)
    if (!whole.isBeyond) within += 1
  }
  const { near, isSettled } = await settle([...all.values()], probe)
  const [best] = near
  if (!isSettled || best === undefined) {
    const alternatives = near
      .slice(0, maxAlternatives)
      .map(({ plan }) => ({ text: restatePlan(plan, language), plan }))
    return refuseAmbiguous(alternatives, leader.read().reading, language)
  }
  const looks = isWritten(best.table) || isOverAll(best.plan) ? probe : undefined
  const total = await findTotalRow(best.table, values, probe)
  const kept = total === undefined ? best : leaveOut(best, total, texts)
  const hidesTotal =
    kept === undefined ? isOverAll(best.plan) : looks !== undefined && (await givesTotal(kept, looks))
  if (kept === undefined || hidesTotal) {
    return refuse({ language, reason: 'ambiguous', text: texts.totalRow, reading: best.reading })
  }
  const hidden = probe === undefined ? undefined : await findHidden(kept, probe)
  if (hidden === 'nothing') {
    return refuse({ language, reason: 'ambiguous', text: texts.noRow, reading: best.reading })
  }
  const isMarked = probe !== undefined && isWritten(best.table) && (await givesMark(kept, probe))
  if (hidden === 'parts' || isMarked) {
    return refuse({ language, reason: 'ambiguous', text: texts.textInside, reading: best.reading })
  }
  if (best.same.length > 0 && !(probe !== undefined && (await giveTheSame(kept.same, probe)))) {
    return refuse({ language, reason: 'ambiguous', text: texts.orderUnclear, reading: best.reading })
  }
  const { untied, neighbour } = best
  if (neighbour !== undefined && isWritten(best.table)) {
    if (probe === undefined || !(await areBesideInTime(neighbour, probe)))
      return refuse({ language, reason: 'ambiguous', text: texts.orderUnclear, reading: best.reading })
  }
  if (untied !== undefined && !(probe !== undefined && (await areAllDifferent(untied, probe)))) {
    return refuse({ language, reason: 'ambiguous', text: texts.sharedPlace, reading: best.reading })
  }
  const isLoose = best.cost >= looseCost && isPlainTableName(best.table.name) && isWritten(best.table)
  if (isLoose && probe !== undefined && (await findsNothing(kept, probe))) {
    return refuse({ language, reason: 'ambiguous', text: texts.noneFound, reading: best.reading })
  }
  const isSingle = sound.some(
    ({ read, single, cost }) => single && cost <= best.cost + margin && read().key === best.key,
  )
  if (isSingle && !(probe !== undefined && (await givesOne(kept, probe)))) {
    return refuse({ language, reason: 'ambiguous', text: texts.notOne, reading: best.reading })
  }
  if (best.amount !== undefined && !(probe !== undefined && (await givesAmount(kept, best.amount, probe)))) {
    return refuse({ language, reason: 'ambiguous', text: texts.notOne, reading: best.reading })
  }
  const { plan, reading, assumptions, asked, cost, key } = kept
  if (cost > mostCost && isWritten(best.table) && partnersOf(best.table).length === 0) {
    return refuseAmbiguous([{ text: restatePlan(plan, language), plan }], reading, language)
  }
  const other = sound.find(({ read }) => read().key !== key)
  const lead = (other?.cost ?? Number.POSITIVE_INFINITY) - cost
  return { status: 'plan', plan, language, reading, assumptions, asked, cost, lead }
}

/** The reading over all rows but the one that adds up the others; undefined where that cannot be told apart. */
function leaveOut(
  best: WholeCandidate,
  { column, value, isSure }: TotalRow,
  texts: (typeof languages)[Language]['texts'],
): WholeCandidate | undefined {
  if (!isSure) return isOverAll(best.plan) ? undefined : best
  const without = (plan: Plan) => withCondition(plan, best.table.name, column, value)
  return {
    ...best,
    plan: without(best.plan),
    same: best.same.map(({ plan, asked }) => ({ plan: without(plan), asked })),
    assumptions: [...best.assumptions, texts.totalLeftOut(value)],
  }
}

/**
 * Of several readings those that any row can answer: no door says whether a wall is external, and no percentage is over
 * a thousand. `isSettled`: they give the same; where they do not, there may be more of them.
 */
async function settle(
  all: readonly WholeCandidate[],
  probe: ResultProbe | undefined,
): Promise<{ readonly near: readonly WholeCandidate[]; readonly isSettled: boolean }> {
  const within = all.filter(({ isBeyond }) => !isBeyond)
  const near = within.length === 0 ? all : within
  if (near.length < 2) return { near, isSettled: true }
  if (near.length > maxSettled || probe === undefined) return { near, isSettled: false }
  const kept: WholeCandidate[] = []
  let isSettled = true
  const most = near.every(({ table }) => isWritten(table)) ? maxSettled : maxAlternatives
  for (const candidate of near) {
    const { plan, asked } = candidate.applies
    if ((await probe(plan, asked))?.[0]?.[0] === '0') continue
    kept.push(candidate)
    if (isSettled && kept.length > 1) isSettled = await agree([kept[0]!, candidate], probe)
    if (!isSettled && kept.length === most) break
  }
  if (kept.length === 0) return { near, isSettled: await agree(near, probe) }
  if (isSettled || most < maxSettled) return { near: kept, isSettled }
  const finding = await keepFinding(kept, probe)
  return { near: finding, isSettled: await agree(finding, probe) }
}

/**
 * Who asks for something supposes that it is there: readings that find nothing are set aside for those that do not. A
 * count may be 0, and of several times that may be meant the right one may be the one at which nothing was.
 */
async function keepFinding(
  all: readonly WholeCandidate[],
  probe: ResultProbe,
): Promise<readonly WholeCandidate[]> {
  const isOneTime = new Set(all.map(({ times }) => times)).size < 2
  if (!isOneTime || all.some(({ plan }) => countsRows(plan))) return all
  const finding: WholeCandidate[] = []
  for (const candidate of all) if (!(await saysNothing(candidate, probe))) finding.push(candidate)
  return finding.length === 0 ? all : finding
}

/** Counts, adds up or orders rows, so that each row must be one of a kind. */
function isOverAll({ root }: Plan): boolean {
  return JSON.stringify(root).includes('"op":"aggregate"') || JSON.stringify(root).includes('"op":"limit"')
}
