import { formatUsd } from '../money/usd.js'
import type { CostReport, ReportGroup } from '../report/cost-report.js'

const number = /^-?\d+(?:\.\d+)?$/

/**
 * One cell (RFC 4180). What a spreadsheet would run as a formula becomes text by an apostrophe in front; a plain
 * number stays one, a negative one too.
 */
export function csvCell(value: string): string {
  const inert = /^[=+\-@\t\r\n]/.test(value) && !number.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

const columns: readonly (readonly [name: string, read: (group: ReportGroup) => string])[] = [
  ['usd', (group) => formatUsd(BigInt(group.nanoUsd))],
  ['estimated_usd', (group) => formatUsd(BigInt(group.estimatedNanoUsd))],
  ['avoided_usd', (group) => formatUsd(BigInt(group.avoidedNanoUsd))],
  ['resource_usd', (group) => formatUsd(BigInt(group.resourceNanoUsd))],
  ['questions', (group) => String(group.questions)],
  ['calls', (group) => String(group.calls)],
  ['failed_calls', (group) => String(group.failedCalls)],
  ['unpriced_calls', (group) => String(group.unpricedCalls)],
  ['unpriced_resources', (group) => String(group.unpricedResources)],
  ['cached_calls', (group) => String(group.cachedCalls)],
  ['input_tokens', (group) => String(group.inputTokens)],
  ['cache_read_tokens', (group) => String(group.cacheReadTokens)],
  ['output_tokens', (group) => String(group.outputTokens)],
]

/** The groups of a report, one a row, without a row of totals: what a spreadsheet adds up is right. */
export function formatReportCsv(report: CostReport): string {
  const hasLabels = report.groups.some(({ label }) => label !== null)
  return toCsv([
    [report.by, ...(hasLabels ? ['text'] : []), ...columns.map(([name]) => name)],
    ...report.groups.map((group) => [
      group.name,
      ...(hasLabels ? [group.label ?? ''] : []),
      ...columns.map(([, read]) => read(group)),
    ]),
  ])
}
