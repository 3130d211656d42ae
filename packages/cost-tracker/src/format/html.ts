import type { CostReport, ReportGroup } from '../report/cost-report.js'
import { barChart, shareBars } from './chart.js'
import { escapeHtml } from './escape.js'
import { chooseMeasure } from './measure.js'
import { changeText, costText, labelText, machineText, shareText, usdText } from './money-text.js'

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5c6670;--line:#d9dee3;--bar:#2f6fde;--back:#fff;--panel:#f6f8fa}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--soft:#98a2ad;--line:#343b42;--bar:#6aa0ff;--back:#14181c;--panel:#1c2126}}
*{box-sizing:border-box}body{margin:0 auto;max-width:1120px;padding:24px;font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--back)}
h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:32px 0 8px}p{margin:4px 0;color:var(--soft)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:20px 0}
dl div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:10px 12px}
dt{color:var(--soft);font-size:13px}dd{margin:2px 0 0;font-size:18px;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{padding:5px 10px 5px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-size:13px;color:var(--soft);font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td:first-child{overflow-wrap:anywhere;min-width:110px;max-width:420px}svg{display:block;width:100%;height:auto;margin-bottom:12px}svg text{font:11px system-ui,sans-serif;fill:var(--soft)}
svg rect{fill:var(--bar)}svg line{stroke:var(--line)}li{margin:8px 0}small{color:var(--soft)}
`

/**
 * A report as one HTML file: no script, no network (its policy forbids both), charts as inline SVG. Every amount
 * stands in a `data-nano-usd` attribute too, so that a test or a tool can read what the page shows.
 */
export function formatReportHtml(report: CostReport, title = 'Cost report'): string {
  const { totals, earlier, perQuestion } = report
  const measure = chooseMeasure(report.series)
  // The groups come dearest first, by what models cost.
  const largestFirst = report.groups.toSorted((a, b) => Number(measure.amountOf(b) - measure.amountOf(a)))
  const change = earlier === null ? '' : changeText(totals.nanoUsd, earlier.nanoUsd)
  const cards: readonly (readonly [label: string, value: string, id: string])[] = [
    ['Spent on models', amount(totals.nanoUsd), 'total'],
    ['Avoided by caches', amount(totals.avoidedNanoUsd), 'avoided'],
    [
      'Estimated',
      `${amount(totals.estimatedNanoUsd)} ${shareText(totals.estimatedNanoUsd, totals.nanoUsd)}`,
      'estimated',
    ],
    ['Machine', amount(totals.resourceNanoUsd, machineText(totals)), 'machine'],
    ['Calls', `${totals.calls} <small>${totals.failedCalls} failed</small>`, 'calls'],
    ['Questions', String(perQuestion.questions), 'questions'],
    ...(earlier === null
      ? []
      : [
          [
            'Period before',
            `${amount(earlier.nanoUsd)} <small>${escapeHtml(change)}</small>`,
            'earlier',
          ] as const,
        ]),
    ...(totals.unpricedCalls > 0
      ? [['Calls without a price', String(totals.unpricedCalls), 'unpriced'] as const]
      : []),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(report.since)} to ${escapeHtml(report.until)}, days of ${escapeHtml(report.timeZone)}</p>
<dl>${cards.map(([label, value, id]) => `<div><dt>${label}</dt><dd id="${id}">${value}</dd></div>`).join('')}</dl>
<h2>${measure.title} by ${report.seriesBy}</h2>
${barChart(report.series, measure)}
<h2>${measure.title} by ${report.by}</h2>
${shareBars(largestFirst.slice(0, 12), measure)}
<div class="scroll"><table id="groups"><thead><tr><th>${report.by}</th>${heads(['cost', 'share', 'calls', 'questions', 'machine', 'avoided', 'input tokens', 'from cache', 'output tokens'])}</tr></thead>
<tbody>${report.groups.map((group) => groupRow(group, totals.nanoUsd)).join('')}</tbody></table></div>
<h2>A question</h2>
<div class="scroll"><table id="percentiles"><thead><tr><th></th>${heads(['half at most', '90 %', '99 %', 'most'])}</tr></thead><tbody>
<tr><td>costs</td>${cells([perQuestion.p50NanoUsd, perQuestion.p90NanoUsd, perQuestion.p99NanoUsd, perQuestion.maxNanoUsd].map((nanoUsd) => amount(nanoUsd)))}</tr>
<tr><td>takes</td>${cells([perQuestion.p50Ms, perQuestion.p90Ms, perQuestion.p99Ms, perQuestion.maxMs].map(timeText))}</tr>
</tbody></table></div>
${dearest(report)}
${recommendations(report)}
</body>
</html>
`
}

function amount(nanoUsd: string, text = usdText(nanoUsd)): string {
  return `<span data-nano-usd="${nanoUsd}">${text}</span>`
}

function cells(values: readonly (string | number)[]): string {
  return values.map((value) => `<td class="n">${value}</td>`).join('')
}

function timeText(ms: number | null): string {
  if (ms === null) return ''
  return ms < 1_000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

function heads(names: readonly string[]): string {
  return names.map((name) => `<th class="n">${name}</th>`).join('')
}

function groupRow(group: ReportGroup, total: string): string {
  const values = [
    amount(group.nanoUsd, costText(group)),
    shareText(group.nanoUsd, total),
    group.calls,
    group.questions,
    amount(group.resourceNanoUsd, machineText(group)),
    amount(group.avoidedNanoUsd),
    group.inputTokens,
    group.cacheReadTokens,
    group.outputTokens,
  ]
  return `<tr><td>${escapeHtml(labelText(group))}</td>${cells(values)}</tr>`
}

function dearest({ dearest: questions }: CostReport): string {
  if (questions.length === 0) return ''
  const rows = questions.map(
    ({ text, questionId, actor, calls, nanoUsd }) =>
      `<tr><td>${escapeHtml(text ?? questionId)}</td><td>${escapeHtml(actor)}</td><td class="n">${calls}</td><td class="n">${amount(nanoUsd)}</td></tr>`,
  )
  return `<h2>Dearest questions</h2>
<div class="scroll"><table><thead><tr><th>question</th><th>user</th>${heads(['calls', 'cost'])}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function recommendations({ recommendations: found }: CostReport): string {
  if (found.length === 0) return ''
  const items = found.map(
    ({ text, arithmetic, savesNanoUsd }) =>
      `<li>${escapeHtml(text)}<br><small>${savesNanoUsd === null ? '' : `saves ${amount(savesNanoUsd)}: `}${escapeHtml(arithmetic)}</small></li>`,
  )
  return `<h2>What to change</h2><ul>${items.join('')}</ul>`
}
