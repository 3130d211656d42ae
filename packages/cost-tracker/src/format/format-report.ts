import type { CostReport } from '../report/cost-report.js'
import { formatReportCsv } from './csv.js'
import { formatReportHtml } from './html.js'
import { formatReportTable } from './table.js'

/** Formats of a report; FOCUS is one of the rows themselves (`focusRows`). */
export const reportFormats = ['table', 'json', 'csv', 'html'] as const

export type ReportFormat = (typeof reportFormats)[number]

const formatters: Readonly<Record<ReportFormat, (report: CostReport) => string>> = {
  table: (report) => formatReportTable(report),
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  csv: formatReportCsv,
  html: (report) => formatReportHtml(report),
}

/** A report as text. The same numbers in each format: JSON holds them all. */
export function formatReport(report: CostReport, format: ReportFormat): string {
  return formatters[format](report)
}
