import type { Catalog } from '../catalog/catalog.js'
import type { Cell, Result } from '../execute/result.js'
import type { Plan } from '../plan/algebra.js'
import { differenceName, moreName, shareName } from '../question/build-plan.js'
import type { Language } from '../question/languages/index.js'
import { outlinePlan, type PlanOutline } from '../question/outline-plan.js'
import type { QuestionReading } from '../question/reading.js'
import { restateCondition } from '../question/restate.js'
import { restateMeasure, restateRows } from '../question/restate-plan.js'
import { formatAmount, formatCell } from './format-cell.js'
import { answerTexts } from './languages/index.js'
import { remarkOnCoverage } from './remark.js'
import { isRanked, typeInTable } from './ties.js'

const maxNamed = 10

export interface WordingInput {
  readonly plan: Plan
  /** Null for a plan that no question stands behind: its text is neutral. */
  readonly reading: QuestionReading | null
  readonly result: Result
  readonly language: Language
  readonly catalog: Catalog
}

/** An answer in a sentence that restates what was asked, from the plan that was run, with what the data lacks. */
export function wordAnswer({ plan, reading, result, language, catalog }: WordingInput): string {
  const outline = reading === null ? undefined : outlinePlan(plan)
  if (outline === undefined) return wordNeutral(result, language)
  const assumptions = reading?.status === 'plan' ? reading.assumptions : []
  const rows = withAssumptions(restateRows(outline, language), assumptions)
  const text = outline.isAggregate
    ? wordAggregate(outline, rows, result, language)
    : wordRows(outline, rows, result, catalog, language, reading?.status === 'plan' ? reading.asked : [])
  const remarks = isUnranked(outline, result, catalog) ? [] : remarkOnCoverage(outline, result, language)
  return [text, ...remarks].join('; ')
}

/** No row has a value to be ordered by: the sentence says so, and all else that could be said of it. */
function isUnranked(
  { isAggregate, table, limit, sort }: PlanOutline,
  result: Result,
  catalog: Catalog,
): boolean {
  if (isAggregate || limit === undefined || sort?.value.op !== 'column') return false
  const by = sort.value.name
  const at = result.columns.findIndex(({ name }) => name === by)
  return !result.rows.some((row) => isRanked(row[at] ?? null, typeInTable(catalog, table, by)))
}

/** One value, or how many rows there are: for plans written by a person. */
function wordNeutral({ rows, rowsTotal }: Result, language: Language): string {
  const [first] = rows
  const only = rows.length === 1 && first?.length === 1 ? first[0] : undefined
  if (only !== undefined) return formatAmount(only, language)
  return answerTexts[language].neutralRows(formatAmount(rowsTotal, language), rowsTotal === 1)
}

/** `delay > 60` becomes `delay > 60 (taken as minutes)`, where that is what is assumed. */
function withAssumptions(rows: string, assumptions: readonly string[]): string {
  return assumptions.reduce((text, assumption) => {
    const condition = assumption.slice(0, assumption.lastIndexOf(' ('))
    return condition !== '' && text.includes(condition) ? text.replace(condition, () => assumption) : text
  }, rows)
}

function wordAggregate(outline: PlanOutline, rows: string, result: Result, language: Language): string {
  const texts = answerTexts[language]
  const { groups, measures, project } = outline
  const [measure] = measures
  const value = result.rows[0]?.[0] ?? null
  const names = groups.map(({ name }) => name).join(', ')
  if (measure === undefined) {
    if (result.rows.length === 1) return texts.measure(names, rows, nameRow(result.rows[0]!, 1, language))
    return texts.values(
      formatAmount(result.rowsTotal, language),
      names,
      rows,
      nameFirst(result, [0], language),
    )
  }
  if (project !== undefined) return wordComputed(outline, rows, value, language)
  const label = restateMeasure(measure, language)
  if (groups.length > 0 && outline.limit !== undefined)
    return wordRankedGroups(outline, label, rows, result, language)
  if (groups.length > 0) return texts.groups(label, rows, names, listGroups(result, groups.length, language))
  if (measure.fn === 'count') return texts.count(formatAmount(value, language), rows)
  if (measure.fn === 'count-distinct') {
    const column = measure.value?.op === 'column' ? measure.value.name : measure.name
    return texts.distinct(formatAmount(value, language), column, rows)
  }
  return value === null
    ? texts.noValue(label, rows)
    : texts.measure(label, rows, formatAmount(value, language))
}

/** What a plan makes of its counts: whether there are any, a share, a difference. */
function wordComputed(
  { measures, project }: PlanOutline,
  rows: string,
  value: Cell,
  language: Language,
): string {
  const texts = answerTexts[language]
  const parts = measures.map(({ where }) => (where === undefined ? '' : restateCondition(where, language)))
  const [first = '', second = ''] = parts
  const name = project?.[0]?.name
  if (name === shareName)
    return value === null ? texts.none(rows) : texts.share(rows, first, formatAmount(value, language))
  if (name === moreName) return texts.more(value === true, rows, first, second)
  if (name !== differenceName) return texts.exists(value === true, rows)
  const isLess = String(value).startsWith('-')
  const amount = isLess ? String(value).slice(1) : value
  return texts.difference(rows, first, second, formatAmount(amount, language), isLess)
}

/** Each group with its measure while they are few, else how many there are. */
function listGroups(result: Result, at: number, language: Language): string {
  const count = result.rowsTotal
  if (count > maxNamed) return answerTexts[language].groupCount(formatAmount(count, language))
  return result.rows
    .map((row) => `${nameRow(row, at, language)} ${formatAmount(row[at] ?? null, language)}`)
    .join(', ')
}

function wordRankedGroups(
  outline: PlanOutline,
  label: string,
  rows: string,
  result: Result,
  language: Language,
): string {
  const texts = answerTexts[language]
  const { groups, measures, limit = 1, sort } = outline
  const descending = sort?.descending ?? true
  const at = groups.length
  const names = result.rows.map((row) => nameRow(row, at, language))
  const best = result.rows[0]?.[at] ?? null
  if (best === null) return texts.noneRanked(rows, groups.map(({ name }) => name).join(', '))
  if (limit === 1) {
    const value = formatAmount(best, language)
    if (outline.offset > 0) return texts.place(names[0]!, label, value, outline.offset + 1, descending)
    return measures[0]?.fn === 'count'
      ? texts.most(names, rows, value, descending)
      : texts.extreme(names, label, value, descending)
  }
  const list = result.rows.map((row, i) => `${names[i]} ${formatAmount(row[at] ?? null, language)}`)
  const what = groups.map(({ name }) => name).join(', ')
  const shown = formatAmount(Math.min(limit, result.rows.length), language)
  return texts.top(shown, what, label, descending, shorten(list)) + wordTie(result.rows, at, limit, language)
}

function wordRows(
  outline: PlanOutline,
  rows: string,
  result: Result,
  catalog: Catalog,
  language: Language,
  asked: readonly string[],
): string {
  const texts = answerTexts[language]
  const count = formatAmount(result.rowsTotal, language)
  if (outline.limit !== undefined && outline.sort !== undefined)
    return wordRankedRows(outline, rows, result, catalog, language)
  const [first] = result.rows
  if (first === undefined) return texts.none(rows)
  const fixed = fixedColumns(outline)
  const telling = result.columns.flatMap(({ name }, i) => (fixed.has(name) ? [] : [i]))
  const isLookup = outline.project !== undefined && fixed.has(result.columns[0]?.name ?? '')
  if (result.rows.length === 1 && isLookup && telling.length > 0) {
    const values = telling.map(
      (i) => `${result.columns[i]!.name} = ${formatCell(first[i] ?? null, language)}`,
    )
    return texts.lookup(rows, values.join(', '))
  }
  const shown = isLookup ? telling : outline.project === undefined ? [] : [0]
  const isCalled = asked.includes(result.columns[0]?.name ?? '')
  const answers =
    isLookup || isCalled ? [] : telling.filter((i) => i > 0 && asked.includes(result.columns[i]!.name))
  const named =
    shown.length === 0
      ? ''
      : answers.length === 0
        ? nameFirst(result, shown, language)
        : nameWith(result, answers, language)
  return texts.list(count, rows, named)
}

/** What rows are called, each with what is asked of it: `Ann Berg 1, Di Ekman 4`. */
function nameWith(result: Result, answers: readonly number[], language: Language): string {
  return shorten(
    result.rows.slice(0, maxNamed + 1).map((row) => {
      const cells = answers.map((i) => formatCell(row[i] ?? null, language))
      return `${nameRow(row, 1, language)} ${cells.join(' ')}`
    }),
  )
}

function wordRankedRows(
  outline: PlanOutline,
  rows: string,
  result: Result,
  catalog: Catalog,
  language: Language,
): string {
  const texts = answerTexts[language]
  const { limit = 1, sort, project } = outline
  const descending = sort?.descending ?? true
  const by = sort?.value.op === 'column' ? sort.value.name : ''
  const at = result.columns.findIndex(({ name }) => name === by)
  // The order is not shown, such as that of the rows themselves: what stands there is the answer.
  if (at < 0) return wordUnshownOrder(rows, result, language)
  const type = typeInTable(catalog, outline.table, by)
  const ranked = result.rows.filter((row) => isRanked(row[at] ?? null, type))
  const [best] = ranked
  if (best === undefined) return texts.noneRanked(rows, by)
  const hasName = project !== undefined && at !== 0
  const value = formatCell(best[at] ?? null, language)
  if (outline.offset > 0) {
    const name = hasName ? nameRow(best, 1, language) : rows
    return texts.place(name, by, value, outline.offset + 1, descending)
  }
  if (limit === 1) {
    const names = ranked.map((row) => nameRow(row, 1, language))
    return hasName
      ? texts.extreme(names, by, value, descending)
      : texts.measure(
          restateMeasure(
            { name: by, fn: descending ? 'max' : 'min', value: { op: 'column', name: by } },
            language,
          ),
          rows,
          value,
        )
  }
  const list = ranked.map(
    (row) => `${hasName ? `${nameRow(row, 1, language)} ` : ''}${formatCell(row[at] ?? null, language)}`,
  )
  return (
    texts.top(formatAmount(Math.min(limit, ranked.length), language), rows, by, descending, shorten(list)) +
    wordTie(ranked, at, limit, language)
  )
}

function wordUnshownOrder(rows: string, result: Result, language: Language): string {
  const texts = answerTexts[language]
  if (result.rows.length === 0) return texts.none(rows)
  return texts.list(formatAmount(result.rowsTotal, language), rows, nameFirst(result, [0], language))
}

/** Rows beyond the limit are there because they share its last place. */
function wordTie(rows: Result['rows'], at: number, limit: number, language: Language): string {
  if (rows.length <= limit) return ''
  const last = rows[limit - 1]?.[at]
  const tied = rows.filter((row) => row[at] === last).length
  const place = rows.findIndex((row) => row[at] === last) + 1
  return ` (${answerTexts[language].tied(formatAmount(tied, language), formatAmount(place, language))})`
}

/** Columns that a condition holds at one value: to repeat them says nothing. */
function fixedColumns({ where }: PlanOutline): ReadonlySet<string> {
  const all = where === undefined ? [] : where.op === 'and' ? where.args : [where]
  return new Set(
    all.flatMap((part) => (part.op === 'eq' && part.args[0].op === 'column' ? [part.args[0].name] : [])),
  )
}

function nameRow(row: readonly Cell[], columns: number, language: Language): string {
  const cells = row.slice(0, columns).map((cell) => formatCell(cell, language))
  return cells.every((cell) => cell === '' || cell === '–') ? answerTexts[language].noName : cells.join(', ')
}

function nameFirst(result: Result, columns: readonly number[], language: Language): string {
  return shorten(
    result.rows.slice(0, maxNamed + 1).map((row) =>
      nameRow(
        columns.map((i) => row[i] ?? null),
        columns.length,
        language,
      ),
    ),
  )
}

function shorten(names: readonly string[]): string {
  return names.length > maxNamed ? [...names.slice(0, maxNamed), '…'].join(', ') : names.join(', ')
}
