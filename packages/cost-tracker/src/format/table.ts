import type { CostReport, ReportGroup } from '../report/cost-report.js'
import { changeText, costText, labelText, machineText, shareText, usdText } from './money-text.js'

// Names come from data: what moves a terminal's cursor or colours it must not get there.
const control = /[\u0000-\u001f\u007f-\u009f]/g

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width)
}

/** Rows under a header, the first column to the left and the others to the right; two spaces in front. */
export function tableLines(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows].map((row) => row.map((cell) => cell.replace(control, '·')))
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const lines = all.map((row) =>
    row.map((cell, column) => pad(cell, widths[column] ?? 0, column > 0)).join('  '),
  )
  return lines.map((line) => `  ${line.trimEnd()}`)
}

function groupRow(group: ReportGroup, total: string, hasMachine: boolean): string[] {
  return [
    labelText(group),
    costText(group),
    shareText(group.nanoUsd, total),
    ...(hasMachine ? [machineText(group)] : []),
    String(group.calls),
    String(group.questions),
    BigInt(group.avoidedNanoUsd) === 0n ? '' : usdText(group.avoidedNanoUsd),
  ]
}

/** A report for a terminal, without colours. `limit` rows of groups, the rest counted in a last line. */
export function formatReportTable(report: CostReport, limit = 20): string {
  const { totals, groups } = report
  const shown = groups.slice(0, limit)
  const hasMachine = BigInt(totals.resourceNanoUsd) !== 0n
  const lines = [
    `  ${report.since.slice(0, 16).replace('T', ' ')} to ${report.until.slice(0, 16).replace('T', ' ')} UTC, by ${report.by}`,
    '',
    ...tableLines(
      [report.by, 'cost', 'share', ...(hasMachine ? ['machine'] : []), 'calls', 'questions', 'avoided'],
      shown.map((group) => groupRow(group, totals.nanoUsd, hasMachine)),
    ),
    ...(groups.length > limit ? [`  … and ${groups.length - limit} more`] : []),
    '',
    ...tableLines(['total', costText(totals)], summary(report)),
    ...dearest(report),
    ...report.recommendations.flatMap(({ text, arithmetic, savesNanoUsd }) => [
      '',
      `  → ${text.replace(control, '·')}`,
      `    ${savesNanoUsd === null ? '' : `saves ${usdText(savesNanoUsd)}: `}${arithmetic.replace(control, '·')}`,
    ]),
  ]
  return `${lines.join('\n')}\n`
}

/** The lines under the total; what did not happen is left out. */
function summary(report: CostReport): string[][] {
  const { totals, earlier, perQuestion } = report
  const change = earlier === null ? '' : changeText(totals.nanoUsd, earlier.nanoUsd)
  const isSome = (nanoUsd: string) => BigInt(nanoUsd) !== 0n
  const machine = machineText(totals)
  const lines: readonly (readonly [boolean, string, string])[] = [
    [change !== '', 'against the period before', `${change} (${usdText(earlier?.nanoUsd ?? '0')})`],
    [isSome(totals.estimatedNanoUsd), 'estimated share', shareText(totals.estimatedNanoUsd, totals.nanoUsd)],
    [isSome(totals.avoidedNanoUsd), 'avoided by caches', usdText(totals.avoidedNanoUsd)],
    [totals.unpricedResources > 0 || isSome(totals.resourceNanoUsd), 'machine', machine],
    [true, 'calls', `${totals.calls} (${totals.failedCalls} failed, ${totals.cachedCalls} from caches)`],
    [perQuestion.questions > 0, 'questions', String(perQuestion.questions)],
    [perQuestion.questions > 0, 'a question: half, 90 %, 99 %, most', percentiles(report)],
  ]
  return lines.filter(([shown]) => shown).map(([, name, value]) => [name, value])
}

function percentiles({ perQuestion }: CostReport): string {
  const { p50NanoUsd, p90NanoUsd, p99NanoUsd, maxNanoUsd } = perQuestion
  return [p50NanoUsd, p90NanoUsd, p99NanoUsd, maxNanoUsd].map(usdText).join(' · ')
}

function dearest(report: CostReport): string[] {
  if (report.dearest.length === 0) return []
  const rows = report.dearest.map((question) => [
    (question.text ?? question.questionId).slice(0, 60),
    usdText(question.nanoUsd),
    String(question.calls),
    question.actor,
  ])
  return ['', ...tableLines(['dearest questions', 'cost', 'calls', 'user'], rows)]
}
