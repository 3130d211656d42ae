import { isAssayError } from '@assay/store/error'
import { learnBytes, type Trace, type TraceOptions, traceScan } from './batch-trace.js'
import { Kind } from './column-batch.js'
import { cutEvery, cutRandomly } from './cuts.js'
import type { Scanner } from './scanner.js'

/** An error as plain data: its code, message, hint and details; or the code `accepted`. */
export interface Failure {
  readonly code: string
  readonly [detail: string]: unknown
}

/**
 * The trace of a content, for tests, in the shape that is learned of it if `learned` does not say it; throws when
 * other cuts of the bytes, or the other reader, give another one.
 */
export function scanEveryCut(content: string | Uint8Array, options: TraceOptions = {}): Trace {
  const learned = options.learned ?? learnBytes(toBytes(content), options)
  return sameForEveryCut(content, (pieces, reader) => traceScan(pieces, { ...options, learned, reader }))
}

/** The error of a content, for tests; throws when other cuts of the bytes, or the other reader, give another one. */
export function failEveryCut(content: string | Uint8Array, options: TraceOptions = {}): Failure {
  return sameForEveryCut(content, (pieces, reader) => {
    try {
      traceScan(pieces, { ...options, reader })
    } catch (problem) {
      if (!isAssayError(problem)) throw problem
      return { code: problem.code, message: problem.message, hint: problem.hint, ...problem.details }
    }
    return { code: 'accepted' }
  })
}

function sameForEveryCut<Outcome>(
  content: string | Uint8Array,
  run: (pieces: Iterable<Uint8Array>, reader: Scanner['reader']) => Outcome,
): Outcome {
  const bytes = toBytes(content)
  const whole = run([bytes], 'portable')
  for (const cut of [cutEvery(bytes, 1), cutEvery(bytes, 7), cutRandomly(bytes, 3), [bytes]]) {
    const outcome = JSON.stringify(run(cut, 'kernel'))
    if (outcome !== JSON.stringify(whole)) throw new Error(`cut: ${outcome}\nwhole: ${JSON.stringify(whole)}`)
  }
  return whole
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content
}

/** A trace in lines to read and compare: tables, values as `path kind value @row`, rows as `table[row] < parent #index`. */
export function describeTrace(trace: Trace): string[] {
  const { nodes, tables } = trace.shape
  const kinds = Object.keys(Kind)
  const path = (id: number): string => {
    const { step, parent, isRow, table } = nodes[id]!
    return isRow || step.kind !== 'member' ? `t${table}` : `${path(parent)}.${step.key}`
  }
  return [
    ...tables.map(
      ({ id, layout, parent, path: names }) => `t${id} ${layout} < ${parent} /${names.join('/')}`,
    ),
    ...trace.values.map(
      ({ node, row, kind, value }) => `${path(node)} ${kinds[kind]} ${JSON.stringify(value)} @${row}`,
    ),
    ...trace.rows.map(({ table, row, parent, index }) => `t${table}[${row}] < ${parent} #${index}`),
  ]
}
