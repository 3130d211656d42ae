import type { Answer } from '@assay/core'
import type { AskOptions, Assay } from '@assay/sdk'
import { commandErrors } from '../errors.js'
import { writeAnswer } from '../render/answer.js'
import { renderError } from '../render/error.js'
import { readLines } from '../session/read-text.js'
import type { Session } from '../session/session.js'
import { toAssayError } from '../session/to-assay-error.js'

interface Question {
  readonly id: unknown
  readonly question: string
}

/** Writes one result after another, in the order of the questions. */
interface ResultWriter {
  answer(question: Question, answer: Answer): Promise<void>
  failure(id: unknown, line: number, error: ReturnType<typeof toAssayError>): Promise<void>
  end(): Promise<void>
}

/**
 * Answers each non-blank line of a question file. A line that fails gives an object with `error` and the batch
 * goes on. The exit code is 0 when every line got an answer (supported or not), else that of the first failure.
 */
export async function runQuestions(
  dataset: string,
  path: string,
  options: { readonly json?: boolean; readonly jsonLines?: boolean },
  ask: AskOptions,
  assay: Assay,
  session: Session,
): Promise<number> {
  const writer =
    options.json || options.jsonLines
      ? createJsonWriter(session, options.json === true)
      : createTextWriter(session)
  let exit = 0
  let number = 0
  for await (const line of readLines(path, session)) {
    number += 1
    if (line.trim() === '') continue
    let id: unknown
    try {
      const question = parseQuestionLine(line, number)
      id = question.id
      await writer.answer(question, await assay.ask(dataset, question.question, ask))
    } catch (error) {
      const failure = toAssayError(error, session)
      if (failure.traits.exit === 130) throw failure
      if (exit === 0) exit = failure.traits.exit
      await writer.failure(id, number, failure)
    }
  }
  await writer.end()
  return exit
}

function parseQuestionLine(line: string, number: number): Question {
  const refuse = (problem: string) =>
    commandErrors.create(
      'QUESTION_LINE_INVALID',
      `Line ${number} of the questions ${problem}.`,
      { line: number, problem },
      { hint: 'Each line is an object such as {"id": 1, "question": "How many flights were late?"}.' },
    )
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw refuse('is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse('is not an object')
  const question = 'question' in value ? value.question : undefined
  if (typeof question !== 'string') throw refuse('has no text "question"')
  return { id: 'id' in value ? value.id : number, question }
}

function createJsonWriter({ out }: Session, isOneDocument: boolean): ResultWriter {
  let isFirst = true
  const write = async (value: unknown) => {
    const text = JSON.stringify(value)
    await out.write(isOneDocument ? `${isFirst ? '{"answers":[' : ','}\n${text}` : `${text}\n`)
    isFirst = false
  }
  return {
    // The line's own id replaces the answer's: it is what the caller joins by.
    answer: ({ id }, answer) => write({ ...answer, id }),
    failure: (id, line, error) => write({ id: id ?? null, line, question: null, error: error.toJSON() }),
    end: async () => {
      if (isOneDocument) await out.write(isFirst ? '{"answers":[]}\n' : '\n]}\n')
    },
  }
}

function createTextWriter(session: Session): ResultWriter {
  const { out, err } = session
  return {
    answer: async ({ id, question }, answer) => {
      await out.write(`  ${out.style.accent(`${String(id)}  ${question}`)}\n\n`)
      await writeAnswer(answer, session, {})
      await out.write('\n')
    },
    failure: async (_id, _line, error) => await err.write(`${renderError(error, err.style, err.columns)}\n`),
    end: async () => {},
  }
}
