import { countBlankGroups } from '../answer/blank-groups.js'
import { runWithTies } from '../answer/ties.js'
import { wordAnswer } from '../answer/wording.js'
import { buildCatalog } from '../catalog/build-catalog.js'
import type { Catalog } from '../catalog/catalog.js'
import { findLinks } from '../columns/links/find-links.js'
import { createSegmentTable } from '../columns/segment-table.js'
import { describeSegment } from '../columns/statistics/describe-segment.js'
import type { Cell } from '../execute/result.js'
import { runPlan } from '../execute/run-plan.js'
import type { Plan } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { hashPlan } from '../plan/hash-plan.js'
import { readQuestion } from '../question/read-question.js'
import type { QuestionReading } from '../question/reading.js'
import { buildTestSegment } from './build-test-segment.js'
import { createMemoryValues } from './memory-values.js'

/** The day on which questions of tests are asked. */
const testNow = new Date('2025-03-20T10:00:00Z')

/** What became of a question over a JSON text. */
export interface Asked {
  readonly reading: QuestionReading
  readonly text: string
  /** Undefined when the question was refused. */
  readonly hash: string | undefined
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Asks questions over a JSON text as the pipeline does: with its links, and with readings tried out. */
export async function openJson(
  text: string,
  name: string,
): Promise<{ readonly catalog: Catalog; ask(question: string): Promise<Asked> }> {
  const { segment, readSource } = await buildTestSegment(text, { rootName: name })
  const described = buildCatalog(await describeSegment(segment))
  const catalog: Catalog = { ...described, links: await findLinks(segment, described) }
  const tables = catalog.tables.map((schema) =>
    createSegmentTable({ segment, schema, version: 'test', readSource }),
  )
  const values = await createMemoryValues(tables)
  const run = (plan: Plan) => runPlan(plan, tables, {})
  const bind = (plan: Plan) => checkPlan(plan, catalog.tables).plan
  const probe = async (asked: Plan, names: readonly string[]) => {
    const plan = bind(asked)
    const { columns, rows } = await runWithTies(plan, catalog, run)
    const at = columns.flatMap((column, i) => (names.includes(column.name) ? [i] : []))
    return rows.map((row) => at.map((i) => String(row[i] ?? '')))
  }
  return {
    catalog,
    ask: async (question) => {
      const reading = await readQuestion(question, { catalog, values }, { now: () => testNow, probe })
      if (reading.status !== 'plan')
        return { reading, text: reading.text, hash: undefined, columns: [], rows: [] }
      const plan = bind(reading.plan)
      const tied = await runWithTies(plan, catalog, run)
      const result = await countBlankGroups(plan, tied, run)
      const words = wordAnswer({ plan, reading, result, language: reading.language, catalog })
      const columns = result.columns.map((column) => column.name)
      return { reading, text: words, hash: await hashPlan(plan), columns, rows: result.rows }
    },
  }
}
