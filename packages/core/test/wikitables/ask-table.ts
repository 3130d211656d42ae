import { runWithTies } from '../../src/answer/ties.js'
import type { Catalog, ValueIndex } from '../../src/catalog/catalog.js'
import type { Table } from '../../src/columns/table.js'
import type { Cell, Result } from '../../src/execute/result.js'
import { runPlan } from '../../src/execute/run-plan.js'
import { createProbe } from '../../src/pipeline/probe-result.js'
import type { Plan } from '../../src/plan/algebra.js'
import { checkPlan } from '../../src/plan/check-plan.js'
import { readQuestion } from '../../src/question/read-question.js'
import type { QuestionReading } from '../../src/question/reading.js'
import { buildTestTables } from '../../src/testing/build-test-segment.js'
import { createMemoryValues } from '../../src/testing/memory-values.js'

export interface OpenTable {
  readonly tables: readonly Table[]
  readonly catalog: Catalog
  readonly values: ValueIndex
}

export interface Asked {
  readonly reading: QuestionReading
  /** Absent when the question was refused. */
  readonly given?: readonly string[]
}

/** A document as the pipeline takes it in: scanned, written as a segment, described and indexed. */
export async function openTable(text: Uint8Array, name: string): Promise<OpenTable> {
  const tables = await buildTestTables(text, { rootName: name })
  const catalog = { tables: tables.map(({ schema }) => schema) }
  return { tables, catalog, values: await createMemoryValues(tables) }
}

/** Asks as the pipeline does, and takes the columns that were asked for as the answer. */
export async function askTable({ tables, catalog, values }: OpenTable, question: string): Promise<Asked> {
  const run = (plan: Plan) => runPlan(plan, tables, {})
  const runAsked = async (asked: Plan) => {
    const { plan } = checkPlan(asked, catalog.tables)
    return runWithTies(plan, catalog, run)
  }
  const bind = (plan: Plan) => checkPlan(plan, catalog.tables).plan
  const probe = createProbe(tables, catalog, bind, undefined)
  const options = { language: 'en', now: () => new Date(0), ...(probe && { probe }) } as const
  const reading = await readQuestion(question, { catalog, values }, options)
  if (reading.status !== 'plan') return { reading }
  return { reading, given: toCells(await runAsked(reading.plan), reading.asked).flat() }
}

function toCells({ columns, rows }: Result, asked: readonly string[]): string[][] {
  const at = columns.flatMap(({ name }, i) => (asked.includes(name) ? [i] : []))
  return rows.map((row) => at.map((i) => toText(row[i] ?? null)))
}

function toText(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : String(cell)
}
