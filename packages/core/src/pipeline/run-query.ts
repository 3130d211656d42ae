import type { Answer } from '../answer/answer.js'
import type { UnbilledAnswer } from '../answer/build-answer.js'
import { type AskedDataset, type AskInput, checkAborted } from '../guard/call-input.js'
import { answerQuery, createStopwatch, type Query, readQuery, type Stopwatch } from './answer-query.js'
import type { Engine } from './engine.js'
import { tableList } from './query-view.js'
import { openAccount, type QuestionAccount } from './question-account.js'
import { withQueryView } from './with-dataset.js'

/**
 * Answers a query over the current versions of datasets. A question without a sure reading is refused, not guessed.
 * Whatever becomes of it leaves a row in the ledger, and the answer leaves after that row is durable.
 */
export async function runQuery(
  engine: Engine,
  datasets: readonly AskedDataset[],
  query: Query,
  input: AskInput,
): Promise<Answer> {
  const watch = createStopwatch()
  const dataset = datasets.map(({ name }) => name).join(' + ')
  const account = openAccount(engine, { dataset, text: textOf(query), input })
  const answer = await runAccounted(engine, datasets, query, input, watch, account)
  const outcome = answer.reason === 'over-budget' ? 'refused' : answer.status
  const cost = await account.record(outcome)
  watch.lap('ledger')
  const elapsedMs = Object.values(watch.timingsMs).reduce((sum, ms) => sum + ms, 0)
  engine.emit({ type: 'question-answered', dataset, status: answer.status, elapsedMs })
  return { ...answer, cost }
}

async function runAccounted(
  engine: Engine,
  datasets: readonly AskedDataset[],
  query: Query,
  input: AskInput,
  watch: Stopwatch,
  account: QuestionAccount,
): Promise<UnbilledAnswer> {
  try {
    checkAborted(input.signal)
    return await withQueryView(engine, datasets, input, async (view) => {
      const tables = account.watch(tableList(view.tables(undefined)))
      const read = await readQuery(engine, view, query, input, tables)
      watch.lap('plan')
      return answerQuery(engine, view, read, input, watch, account)
    })
  } catch (error) {
    await account.fail(error)
    throw error
  }
}

/** What was asked, as a person or a program wrote it. */
function textOf(query: Query): string {
  if ('plan' in query) return JSON.stringify(query.plan)
  return 'sql' in query ? query.sql : query.question
}
