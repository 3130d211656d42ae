import { parseArgs } from 'node:util'
import { explainPlan } from '../../src/plan/explain-plan.js'
import { type Asked, askTable, type OpenTable, openTable } from './ask-table.js'
import { type AskedQuestion, findData, type Part, readQuestions, readTableText } from './dataset.js'
import { sameDenotation } from './denotation.js'
import { toMarkdown, toReport } from './report.js'
import type { Outcome } from './score.js'
import { writeScores } from './write-scores.js'

const usage = `npm run eval:questions -- [--part fit|check] [--final] [--json] [--list wrong|right|refused|all] [--limit n] [--write]
Asks the WikiTableQuestions training questions of one part of its tables (fit unless told) and scores the answers.
The final part is only asked with --final. --write puts the scores into docs/question-scores.md.`

const { values: options } = parseArgs({
  options: {
    part: { type: 'string', default: 'fit' },
    final: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    list: { type: 'string' },
    limit: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const part = partAsked()
const folder = findData()
if (part === undefined) {
  console.log(usage)
  process.exitCode = options.help ? 0 : 2
} else if (folder === undefined) {
  console.warn('SKIPPED: shared/data/wikitablequestions is not there, so no question was asked.')
} else {
  await evaluate(part, folder)
}

function partAsked(): Part | undefined {
  if (options.help) return undefined
  if (options.final) return 'final'
  return options.part === 'fit' || options.part === 'check' ? options.part : undefined
}

async function evaluate(asked: Part, data: string): Promise<void> {
  const started = performance.now()
  const questions = readQuestions(data, asked).slice(0, Number(options.limit ?? Number.POSITIVE_INFINITY))
  const outcomes: Outcome[] = []
  const tables = new Map<string, OpenTable>()
  for (const question of questions.sort((a, b) => (a.table < b.table ? -1 : 1))) {
    const { table } = question
    if (!tables.has(table)) {
      tables.clear()
      tables.set(table, await openTable(readTableText(data, table), 'table'))
    }
    outcomes.push(toOutcome(question, await askTable(tables.get(table)!, question.question)))
  }
  const report = toReport(asked, outcomes, performance.now() - started)
  if (options.list !== undefined) list(outcomes, options.list)
  else if (options.write) writeScores(asked, toMarkdown(report))
  else console.log(options.json ? JSON.stringify(report, null, 2) : toMarkdown(report))
}

function toOutcome({ id, table, kind, question, answer }: AskedQuestion, { reading, given }: Asked): Outcome {
  const shared = { id, table, kind, question, gold: answer }
  if (reading.status !== 'plan' || given === undefined) {
    const unplaced = reading.status === 'plan' ? [] : reading.unplaced.map(({ word }) => word.toLowerCase())
    const { reason, text } = reading.status === 'plan' ? { reason: '', text: '' } : reading
    return { ...shared, right: false, cost: 0, lead: 0, reason, text, unplaced }
  }
  const { cost, lead, plan, assumptions } = reading
  const right = sameDenotation(answer, given)
  return { ...shared, given, right, cost, lead, unplaced: [], plan: explainPlan(plan), assumptions }
}

function list(outcomes: readonly Outcome[], which: string): void {
  for (const outcome of outcomes) {
    const verdict = outcome.given === undefined ? 'refused' : outcome.right ? 'right' : 'wrong'
    if (which === 'all' || which === verdict) console.log(JSON.stringify({ verdict, ...outcome }))
  }
}
