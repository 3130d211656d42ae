const decimalText = /^(-?)(\d+)(\.\d+)?$/

/** Decimal text with thousands separators; other text stays as it is. Four digits stay together: they are often years. */
export function groupDigits(text: string): string {
  const match = decimalText.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = ''] = match
  return sign + (whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole) + fraction
}

/** A count of things: always with separators. */
export const formatCount = (count: number): string => count.toLocaleString('en-US')

/** `1 row`, `3,201 rows`. */
export const formatPlural = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`

/** Decimal units, three significant digits: `1.00 GB`, `17.1 MB`, `512 B`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`
  const units = ['kB', 'MB', 'GB', 'TB'] as const
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`
}

/** `0.4 ms`, `31 ms`, `2.4 s`, `1 min 05 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0.95) return `${milliseconds.toFixed(1)} ms`
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
