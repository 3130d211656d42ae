import type { Answer } from '@assay/core'
import { type Command, Option } from 'commander'
import { commandErrors } from '../errors.js'
import { exitOf } from '../exit-codes.js'
import { writeAnswer, writeWarnings } from '../render/answer.js'
import { toCsv, toJsonLines } from '../render/csv.js'
import { renderExplanation } from '../render/explanation.js'
import { writeJson } from '../render/json.js'
import { toInertLines } from '../render/printable.js'
import { withDataset } from '../session/run.js'
import type { Session } from '../session/session.js'
import { parseTarget } from '../session/target.js'
import { toAskOptions } from './ask-options.js'
import {
  type AnswerOptions,
  addAnswerOptions,
  addCommonOptions,
  addSourceOptions,
  parseCount,
} from './command-options.js'

interface QueryCommandOptions extends AnswerOptions {
  readonly format: 'table' | 'csv' | 'jsonl'
  readonly rows?: number
}

export function addQuery(program: Command, session: Session, exit: (code: number) => void): void {
  const command = program
    .command('query')
    .description('run a read-only SQL SELECT: the same engine, the plan written by you')
    .argument('<file|dataset>', 'a JSON file (read if it must be), - for standard input, or a dataset')
    .argument('<select>', 'the SELECT statement; "records" names the largest table')
    .addOption(
      new Option('--format <format>', 'how rows are written')
        .choices(['table', 'csv', 'jsonl'])
        .default('table'),
    )
    .option('--rows <n>', 'most rows in a table (default: 40); csv and jsonl have them all', parseCount)
    .addHelpText(
      'after',
      '\nExamples:\n  assay query flights.json "SELECT origin, count(*) FROM records GROUP BY origin ORDER BY 2 DESC LIMIT 5"\n  assay query movies.json \'SELECT Title, "US Gross" FROM movies\' --format csv > movies.csv',
    )
  addCommonOptions(addSourceOptions(addAnswerOptions(command))).action(
    async (target: string, sql: string, options: QueryCommandOptions) =>
      exit(await runQuery(target, sql, options, session)),
  )
}

async function runQuery(target: string, sql: string, options: QueryCommandOptions, session: Session) {
  if (options.json && options.format !== 'table')
    throw commandErrors.create('USAGE_INVALID', `Choose one of --json and --format ${options.format}.`, {
      problem: 'format',
    })
  const ask = toAskOptions(options, session)
  return await withDataset(parseTarget(target, session), options, session, async (dataset, { assay }) => {
    if (options.explain) {
      const explanation = await assay.explain(dataset, { sql }, ask)
      if (options.json) await writeJson(session.out, explanation)
      else await session.out.write(renderExplanation(explanation, session.out.style, session.out.columns))
      return exitOf.explanation(explanation)
    }
    const answer = await assay.query(dataset, sql, ask)
    if (options.json) await writeJson(session.out, answer)
    else if (options.format === 'table') await writeAnswer(answer, session, options)
    else await writeRows(answer, options.format, session)
    return exitOf.answer(answer)
  })
}

async function writeRows(answer: Answer, format: 'csv' | 'jsonl', session: Session): Promise<void> {
  await writeWarnings(answer, session)
  const pieces = (format === 'csv' ? toCsv : toJsonLines)(answer.columns ?? [], answer.rows ?? [])
  for (const piece of pieces) {
    if (session.out.isClosed) return
    await session.out.write(format === 'csv' && session.out.isTerminal ? toInertLines(piece) : piece)
  }
}
