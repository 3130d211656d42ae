import type { ReportGroup } from '../report/cost-report.js'
import { escapeHtml } from './escape.js'
import type { Measure } from './measure.js'
import { labelText } from './money-text.js'

const width = 900
const height = 180
const foot = 20

/** Height of a bar in tenths of a unit, by whole numbers: amounts need not fit a double. */
function scale(part: bigint, most: bigint, size: number): number {
  return most <= 0n ? 0 : Number((part * BigInt(size) * 10n) / most) / 10
}

function findLargest(groups: readonly ReportGroup[], { amountOf }: Measure): ReportGroup | undefined {
  return groups.reduce<ReportGroup | undefined>(
    (most, group) => (most === undefined || amountOf(group) > amountOf(most) ? group : most),
    undefined,
  )
}

/** A bar for each span of time; its first, middle and last named, each bar telling its amount as a tooltip. */
export function barChart(series: readonly ReportGroup[], measure: Measure): string {
  const largest = findLargest(series, measure)
  if (largest === undefined) return '<p>Nothing was recorded.</p>'
  const most = measure.amountOf(largest)
  const step = width / series.length
  const bar = Math.max(1, Math.min(step * 0.8, 40))
  const plot = height - foot
  const bars = series.map((group, index) => {
    const tall = Math.max(0, scale(measure.amountOf(group), most, plot - 14))
    const x = (index * step + (step - bar) / 2).toFixed(1)
    const label = escapeHtml(`${group.name}: ${measure.textOf(group)}`)
    return `<rect x="${x}" y="${(plot - tall).toFixed(1)}" width="${bar.toFixed(1)}" height="${tall.toFixed(1)}"><title>${label}</title></rect>`
  })
  const named = [...new Set([0, Math.floor(series.length / 2), series.length - 1])].map((index) => {
    const [x, anchor] =
      series.length === 1 || (index > 0 && index < series.length - 1)
        ? [index * step + step / 2, 'middle']
        : index === 0
          ? [0, 'start']
          : [width, 'end']
    return `<text x="${x.toFixed(1)}" y="${height - 5}" text-anchor="${anchor}">${escapeHtml(series[index]?.name ?? '')}</text>`
  })
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${measure.title} over time"><line x1="0" x2="${width}" y1="${plot}" y2="${plot}"/><text x="0" y="10">${escapeHtml(measure.textOf(largest))}</text>${bars.join('')}${named.join('')}</svg>`
}

/** A bar for each group, beside its name. */
export function shareBars(groups: readonly ReportGroup[], measure: Measure): string {
  const largest = findLargest(groups, measure)
  if (largest === undefined || measure.amountOf(largest) <= 0n) return ''
  const most = measure.amountOf(largest)
  const row = 22
  const bars = groups.map((group, index) => {
    const label = labelText(group)
    const name = label.length > 34 ? `${label.slice(0, 33)}…` : label
    const long = Math.max(0, scale(measure.amountOf(group), most, 460))
    const y = index * row
    return `<text x="0" y="${y + 15}">${escapeHtml(name)}</text><rect x="260" y="${y + 4}" width="${long.toFixed(1)}" height="14"><title>${escapeHtml(group.name)}</title></rect><text x="${(268 + long).toFixed(1)}" y="${y + 15}">${escapeHtml(measure.textOf(group))}</text>`
  })
  return `<svg viewBox="0 0 ${width} ${groups.length * row}" role="img" aria-label="${measure.title} by group">${bars.join('')}</svg>`
}
