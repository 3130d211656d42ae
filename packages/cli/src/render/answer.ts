import { basename } from 'node:path'
import type { Answer } from '@assay/core'
import { formatUsd } from '@assay/cost-tracker'
import type { Session } from '../session/session.js'
import { type Fact, renderFacts, renderParagraph } from './facts.js'
import { formatCount, formatDuration, formatPlural } from './numbers.js'
import { toPrintable } from './printable.js'
import type { Style } from './style.js'
import { renderTable } from './table.js'

export interface AnswerLayout {
  readonly columns: number
  readonly style: Style
  /** Most rows and most pointers shown; the answer itself is complete under `--json`. */
  readonly maxRows: number
  readonly maxEvidence: number
}

/** Warnings of an answer, on standard error, so that what is piped on holds data alone. */
export async function writeWarnings({ status, warnings }: Answer, { err }: Session): Promise<void> {
  const partial = status === 'partial' ? ['not every record could be examined: this answer is partial'] : []
  for (const warning of [...partial, ...warnings])
    await err.write(`  ${err.style.caution('warning')} ${toPrintable(warning)}\n`)
}

/** Writes an answer for people: to standard output, its warnings to standard error. */
export async function writeAnswer(
  answer: Answer,
  session: Session,
  { rows = 40, evidence = 5 }: { readonly rows?: number; readonly evidence?: number },
): Promise<void> {
  const { columns, style } = session.out
  await session.out.write(renderAnswer(answer, { columns, style, maxRows: rows, maxEvidence: evidence }))
  await writeWarnings(answer, session)
}

/** What a person sees of an answer: text, rows, how it was read, coverage, evidence and bill. */
export function renderAnswer(answer: Answer, { columns, style, maxRows, maxEvidence }: AnswerLayout): string {
  const isScalar = answer.rows?.length === 1 && answer.columns?.length === 1
  const paint = { answered: style.strong, partial: style.caution, unsupported: style.caution }[answer.status]
  const text = renderParagraph(toPrintable(answer.text), columns)
    .split('\n')
    .map((line) => (line === '' ? line : paint(line)))
  const table =
    isScalar || answer.rows === undefined || answer.columns === undefined || answer.rows.length === 0
      ? ''
      : `\n${renderTable(answer.columns, answer.rows, { columns, maxRows, style })}`
  return `${text.join('\n')}${table}\n${renderFacts(toFacts(answer, maxEvidence), style, columns)}`
}

function toFacts(answer: Answer, maxEvidence: number): Fact[] {
  const wasRun = answer.status !== 'unsupported'
  return [
    ['read as', [...new Set(answer.reading.map((word) => toPrintable(word.as)))]],
    ['assuming', answer.assumptions.map(toPrintable)],
    ['links', (answer.links ?? []).map(toLink)],
    // An ambiguous question's text already names them.
    ['or', toAlternatives(answer)],
    ['coverage', wasRun ? toCoverage(answer) : []],
    ['evidence', toEvidence(answer, maxEvidence)],
    ['bill', [...toBill(answer), formatDuration(totalMs(answer.timingsMs))]],
  ]
}

function toLink({ from, to, matched, values, share }: NonNullable<Answer['links']>[number]): string {
  const columns = [from, to].map(({ table, column }) => toPrintable(`${table}.${column}`)).join(' = ')
  return `${columns}: ${formatCount(matched)} of ${formatCount(values)} values match (${(share * 100).toFixed(1)} %)`
}

function toAlternatives({ alternatives = [], text }: Answer): string[] {
  return alternatives
    .filter((alternative) => !text.includes(alternative.text))
    .map(({ text }) => toPrintable(text))
}

function toCoverage({ coverage: { considered, used, withheld, skipped } }: Answer): string[] {
  return [
    `${formatCount(considered)} considered`,
    `${formatCount(used)} used`,
    ...(skipped.length === 0 ? ['0 skipped'] : []),
    ...skipped.map(({ reason, records }) => `${formatCount(records)} skipped (${toPrintable(reason)})`),
    ...(withheld === 0 ? [] : [`${formatCount(withheld)} withheld`]),
  ]
}

function toEvidence({ evidence, evidenceTotal }: Answer, maxEvidence: number): string[] {
  if (evidenceTotal === 0) return []
  const pointers = evidence.slice(0, maxEvidence).map(({ dataset, source, pointer }) => {
    const place = toPrintable(pointer === '' ? '(whole document)' : pointer)
    const file = source === undefined ? [] : [toPrintable(basename(source))]
    return [...(dataset === undefined ? [] : [toPrintable(dataset)]), ...file, place].join(' ')
  })
  const more = evidenceTotal - pointers.length
  return more > 0 ? [...pointers, `and ${formatPlural(more, 'more record')}`] : pointers
}

function toBill({ cost }: Answer): string[] {
  const saved = BigInt(cost.savedNanoUsd)
  const machine = cost.resources.reduce((sum, { nanoUsd }) => sum + BigInt(nanoUsd ?? 0), 0n)
  return [
    `$${formatUsd(BigInt(cost.nanoUsd))}`,
    cost.calls.length === 0 ? 'no model called' : formatPlural(cost.calls.length, 'model call'),
    ...(machine === 0n ? [] : [`$${formatUsd(machine)} for the machine`]),
    ...(saved === 0n ? [] : [`$${formatUsd(saved)} saved by the cache`]),
  ]
}

/** Time of the whole call: its own total where it is given, else the sum of its parts. */
function totalMs(timings: Readonly<Record<string, number>>): number {
  return timings['total'] ?? Object.values(timings).reduce((sum, value) => sum + value, 0)
}
