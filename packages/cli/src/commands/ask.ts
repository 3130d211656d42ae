import type { Language } from '@assay/core'
import { type Command, Option } from 'commander'
import { commandErrors } from '../errors.js'
import { exitOf } from '../exit-codes.js'
import { writeAnswer } from '../render/answer.js'
import { renderExplanation } from '../render/explanation.js'
import { writeJson } from '../render/json.js'
import { withDataset } from '../session/run.js'
import type { Session } from '../session/session.js'
import { parseTarget } from '../session/target.js'
import { toAskOptions } from './ask-options.js'
import { runQuestions } from './ask-questions.js'
import {
  type AnswerOptions,
  addAnswerOptions,
  addCommonOptions,
  addSourceOptions,
} from './command-options.js'

interface AskCommandOptions extends AnswerOptions {
  readonly lang?: Language
  readonly questions?: string
  readonly jsonLines?: boolean
}

export function addAsk(program: Command, session: Session, exit: (code: number) => void): void {
  const command = program
    .command('ask')
    .description('answer a question, with its evidence, coverage and bill')
    .argument('<file|dataset>', 'a JSON file (read if it must be), - for standard input, or a dataset')
    .argument('[question]', 'the question, in English or German')
    .addOption(
      new Option('--lang <language>', 'language of the question (default: recognised)').choices(['en', 'de']),
    )
    .option('--questions <file>', 'answer every line {"id": …, "question": "…"} of a file, or of -')
    .option('--json-lines', 'with --questions: one JSON object a line')
    .addHelpText(
      'after',
      '\nExamples:\n  assay ask tower.ifc.json "How many fire doors on level 3 lack a rating?"\n  assay ask flights.json "Which origin has the most flights?" --explain\n  assay ask movies.json --questions questions.jsonl --json-lines > answers.jsonl',
    )
  addCommonOptions(addSourceOptions(addAnswerOptions(command))).action(
    async (target: string, question: string | undefined, options: AskCommandOptions) =>
      exit(await runAsk(target, question, options, session)),
  )
}

async function runAsk(
  target: string,
  question: string | undefined,
  options: AskCommandOptions,
  session: Session,
) {
  const problem = findProblem(target, question, options)
  if (problem !== undefined) throw commandErrors.create('USAGE_INVALID', problem, { problem })
  const ask = toAskOptions(options, session)
  return await withDataset(parseTarget(target, session), options, session, async (dataset, { assay }) => {
    if (options.questions !== undefined)
      return await runQuestions(dataset, options.questions, options, ask, assay, session)
    const text = question ?? ''
    if (options.explain) {
      const explanation = await assay.explain(dataset, { question: text }, ask)
      if (options.json) await writeJson(session.out, explanation)
      else await session.out.write(renderExplanation(explanation, session.out.style, session.out.columns))
      return exitOf.explanation(explanation)
    }
    const answer = await assay.ask(dataset, text, ask)
    if (options.json) await writeJson(session.out, answer)
    else await writeAnswer(answer, session, options)
    return exitOf.answer(answer)
  })
}

function findProblem(
  target: string,
  question: string | undefined,
  options: AskCommandOptions,
): string | undefined {
  if (options.questions === undefined) {
    if (question === undefined) return 'There is no question: give one in quotes, or --questions <file>.'
    return options.jsonLines ? '--json-lines goes with --questions; for one question use --json.' : undefined
  }
  if (question !== undefined) return 'Give either one question or --questions, not both.'
  if (options.explain) return '--explain takes one question.'
  if (options.json && options.jsonLines) return 'Choose one of --json and --json-lines.'
  return target === '-' && options.questions === '-'
    ? 'Data and questions cannot both be standard input.'
    : undefined
}
