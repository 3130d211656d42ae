import type { Answer } from '@assay/core'
import { type Command, Option } from 'commander'
import { commandErrors } from '../errors.js'
import { exitOf } from '../exit-codes.js'
import { writeAnswer, writeWarnings } from '../render/answer.js'
import { toCsv, toJsonLines } from '../render/csv.js'
import { renderExplanation } from '../render/explanation.js'
import { writeJson } from '../render/json.js'
import { toInertLines } from '../render/printable.js'
import { withDatasets } from '../session/run.js'
import type { Session } from '../session/session.js'
import { parseNamed, parseTarget } from '../session/target.js'
import { toAskOptions } from './ask-options.js'
import {
  type AnswerOptions,
  addAnswerOptions,
  addCommonOptions,
  addSourceOptions,
  collect,
  parseCount,
} from './command-options.js'

interface QueryCommandOptions extends AnswerOptions {
  readonly format: 'table' | 'csv' | 'jsonl'
  readonly rows?: number
  readonly with?: readonly string[]
  readonly link?: readonly string[]
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
    .option('--with <name=file>', 'another file or dataset, whose tables are name.table; repeatable', collect)
    .option(
      '--link <a.t.c=b.t.c>',
      'columns that tie two tables: checked, and used by JOIN without ON; repeatable',
      collect,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  assay query flights.json "SELECT origin, count(*) FROM records GROUP BY origin ORDER BY 2 DESC LIMIT 5"\n  assay query movies.json \'SELECT Title, "US Gross" FROM movies\' --format csv > movies.csv\n  assay query flights.json "SELECT city, count(*) FROM flights.records JOIN a.records GROUP BY city" --with a=airports.json --link flights.records.origin=a.records.iata',
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
  const ask = { ...toAskOptions(options, session), links: (options.link ?? []).map(parseLink) }
  const others = (options.with ?? []).map((text) => parseNamed(text, session))
  return await withDatasets(
    parseTarget(target, session),
    others,
    options,
    session,
    async (datasets, { assay }) => {
      if (options.explain) {
        const explanation = await assay.explain(datasets, { sql }, ask)
        if (options.json) await writeJson(session.out, explanation)
        else await session.out.write(renderExplanation(explanation, session.out.style, session.out.columns))
        return exitOf.explanation(explanation)
      }
      const answer = await assay.query(datasets, sql, ask)
      if (options.json) await writeJson(session.out, answer)
      else if (options.format === 'table') await writeAnswer(answer, session, options)
      else await writeRows(answer, options.format, session)
      return exitOf.answer(answer)
    },
  )
}

function parseLink(text: string) {
  const at = text.indexOf('=')
  if (at > 0) return { from: text.slice(0, at), to: text.slice(at + 1) }
  throw commandErrors.create(
    'USAGE_INVALID',
    `"${text}" is no link.`,
    { problem: 'link' },
    { hint: 'Write --link a.table.column=b.table.column.' },
  )
}

async function writeRows(answer: Answer, format: 'csv' | 'jsonl', session: Session): Promise<void> {
  await writeWarnings(answer, session)
  const pieces = (format === 'csv' ? toCsv : toJsonLines)(answer.columns ?? [], answer.rows ?? [])
  for (const piece of pieces) {
    if (session.out.isClosed) return
    await session.out.write(format === 'csv' && session.out.isTerminal ? toInertLines(piece) : piece)
  }
}
