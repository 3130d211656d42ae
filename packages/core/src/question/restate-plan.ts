import type { Expression, Measure, Plan } from '../plan/algebra.js'
import { explainPlan } from '../plan/explain-plan.js'
import { shareName } from './build-plan.js'
import { type Language, languages } from './languages/index.js'
import { outlinePlan, type PlanOutline } from './outline-plan.js'
import { isPlainTableName } from './plain-names.js'
import { restateCondition, restateConditions } from './restate.js'

/** A plan as a noun phrase of the language, from the plan alone: `count of flights with delay > 60`. */
export function restatePlan(plan: Plan, language: Language): string {
  const outline = outlinePlan(plan)
  if (outline === undefined) return explainPlan(plan)
  const { roles } = languages[language].texts
  const rows = restateRows(outline, language)
  const { groups, measures, isAggregate, project, limit, sort } = outline
  const per = groups.length === 0 ? '' : ` ${roles.per} ${groups.map(({ name }) => name).join(', ')}`
  const rank = limit === undefined || sort === undefined ? '' : `, ${restateRank(outline, language)}`
  if (!isAggregate) {
    const names = project?.map(({ name }) => name).join(', ')
    return `${names === undefined ? roles.list : names} ${roles.of} ${rows}${rank}`
  }
  const [measure] = measures
  if (measure === undefined)
    return `${roles.different(groups.map(({ name }) => name).join(', '))} ${roles.of} ${rows}`
  if (project?.length === 1) {
    const parts = measures.flatMap(({ where }) =>
      where === undefined ? [] : [restateCondition(where, language)],
    )
    const [name] = project.map((column) => column.name)
    if (name === shareName) return `${roles.share}: ${parts.join('')} ${roles.of} ${rows}`
    return parts.length === 2
      ? `${roles.more}: ${parts.join(' / ')} ${roles.of} ${rows}`
      : `${roles.anyRow} ${rows}`
  }
  return `${restateMeasure(measure, language)} ${roles.of} ${rows}${per}${rank}`
}

/** The rows of a plan: its table's noun and what they must meet, blank tests of its own ordering left out. */
export function restateRows(outline: PlanOutline, language: Language): string {
  const { roles } = languages[language].texts
  const noun = nounOfTable(outline.table, language)
  const conditions = restateConditions(splitConditions(outline), language)
  return conditions.length === 0 ? noun : `${noun} ${roles.with} ${conditions.join(` ${roles.and} `)}`
}

/** Conditions that the question set; not those that only keep rows without a value out of an order. */
function splitConditions({ where, groups, measures, sort, limit }: PlanOutline): readonly Expression[] {
  const all = where === undefined ? [] : where.op === 'and' ? where.args : [where]
  if (limit === undefined && (groups.length === 0 || measures.length > 0)) return all
  const ordered = new Set([
    ...groups.map(({ name }) => name),
    sort?.value.op === 'column' ? sort.value.name : '',
  ])
  return all.filter(
    (part) =>
      !(
        part.op === 'not' &&
        part.args[0].op === 'is-blank' &&
        part.args[0].args[0].op === 'column' &&
        ordered.has(part.args[0].args[0].name)
      ),
  )
}

export function restateMeasure({ name, fn, value }: Measure, language: Language): string {
  const { roles } = languages[language].texts
  const column = value?.op === 'column' ? value.name : ''
  if (fn === 'count') return roles.count
  if (fn === 'count-distinct') return roles.differentCount(column)
  // No question asks for the others: they keep the name that a person gave them.
  return fn === 'percentile' || fn === 'concat' || fn === 'share'
    ? name
    : roles.measureOf(roles.measure[fn], column)
}

function restateRank({ limit, sort }: PlanOutline, language: Language): string {
  const { roles } = languages[language].texts
  const order = sort?.descending === false ? roles.lowestFirst : roles.highestFirst
  return `${roles.top} ${limit} ${roles.by} ${sort?.value.op === 'column' ? sort.value.name : ''} (${order})`
}

/** `flights` of the table `flights-3m`; a plain word for tables whose name says nothing. */
function nounOfTable(table: string, language: Language): string {
  if (isPlainTableName(table)) return languages[language].texts.roles.records
  return table.replace(/[-_. ]*\b\p{L}?\d+\p{L}*\b/gu, '').trim() || table
}
