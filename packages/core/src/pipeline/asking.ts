// What questions need is more than half of the program, and memory for as long as the process runs: it is loaded when
// the first one comes, so that an ingest does without it.
import type { Explanation } from './explain-query.js'
import type { Verification } from './verify-answer.js'

type RunQuery = typeof import('./run-query.js').runQuery
type ExplainQuery = typeof import('./explain-query.js').explainQuery
type VerifyAnswer = typeof import('./verify-answer.js').verifyAnswer

/**
 * Answers a query over the current versions of datasets. A question without a sure reading is refused, not guessed.
 * Whatever becomes of it leaves a row in the ledger, and the answer leaves after that row is durable.
 */
export const runQuery: RunQuery = async (...call) => (await import('./run-query.js')).runQuery(...call)

/** What a query would do and cost: an `Explanation`. Nothing is run but what tells the readings of a question apart. */
export const explainQuery: ExplainQuery = async (...call): Promise<Explanation> =>
  (await import('./explain-query.js')).explainQuery(...call)

/** Compares an answer with the data that it is about: a `Verification`. With `full`, it is answered again. */
export const verifyAnswer: VerifyAnswer = async (...call): Promise<Verification> =>
  (await import('./verify-answer.js')).verifyAnswer(...call)
