import { formatUsd } from '../money/usd.js'

/** Nano-dollars, as a decimal string, in exact dollars: `$0.0015`. */
export function usdText(nanoUsd: string): string {
  const text = formatUsd(BigInt(nanoUsd))
  return text.startsWith('-') ? `-$${text.slice(1)}` : `$${text}`
}

/** `+12.5 %` against an earlier amount; empty when there was none. */
export function changeText(now: string, before: string): string {
  const [after, earlier] = [BigInt(now), BigInt(before)]
  if (earlier <= 0n) return ''
  const tenths = Number(((after - earlier) * 1000n) / earlier)
  return `${tenths >= 0 ? '+' : '−'}${(Math.abs(tenths) / 10).toFixed(1)} %`
}

/** The share of a part in a whole, in percent with one decimal; empty for a whole of nothing. */
export function shareText(part: string, whole: string): string {
  const all = BigInt(whole)
  return all === 0n ? '' : `${(Number((BigInt(part) * 1000n) / all) / 10).toFixed(1)} %`
}

/** A group's cost; a group with calls that have no price says so, because its amount is not all. */
export function costText(group: { readonly nanoUsd: string; readonly unpricedCalls: number }): string {
  const { nanoUsd, unpricedCalls } = group
  if (unpricedCalls === 0) return usdText(nanoUsd)
  return BigInt(nanoUsd) === 0n ? 'unpriced' : `${usdText(nanoUsd)} + ${unpricedCalls} unpriced`
}

/** What the machine cost; resources without a rate are named, because the amount is then not all. */
export function machineText(totals: {
  readonly resourceNanoUsd: string
  readonly unpricedResources: number
}): string {
  const { resourceNanoUsd, unpricedResources } = totals
  if (unpricedResources === 0) return usdText(resourceNanoUsd)
  return BigInt(resourceNanoUsd) === 0n ? 'unpriced' : `${usdText(resourceNanoUsd)} + unpriced`
}

const widestLabel = 60

/** What a group is called for people: the words of a question where there are some, else its name. */
export function labelText({ name, label }: { readonly name: string; readonly label: string | null }): string {
  const text = label ?? name
  return text.length > widestLabel ? `${text.slice(0, widestLabel - 1)}…` : text
}
