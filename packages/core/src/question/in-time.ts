import { parseDecimal } from '../columns/decimal.js'
import type { Neighbour } from './formed.js'
import type { Probed, ResultProbe } from './settle.js'

/**
 * Whether a row's neighbour in the table is its neighbour in time: nothing lies between the two, or the whole table is in
 * the order of its times.
 */
export async function areBesideInTime(
  { times, value, after }: Neighbour<Probed>,
  probe: ResultProbe,
): Promise<boolean> {
  for (const { plan, asked } of times) {
    const rows = await probe(plan, asked)
    if (rows === undefined) return false
    const all = rows.map(([, time = '']) => time.trim())
    const at = rows.findIndex(([name]) => name === value)
    if (!isInOrder(all) && !areBeside(all, after ? at : at - 1)) return false
  }
  return true
}

function isInOrder(times: readonly string[]): boolean {
  const known = times.filter((time) => time !== '')
  return known.every((time, i) => i === 0 || compare(known[i - 1]!, time) <= 0)
}

/** No time is between that of a row and that of the next, which is not before it. */
function areBeside(times: readonly string[], at: number): boolean {
  const [one = '', other = ''] = times.slice(Math.max(0, at), Math.max(0, at) + 2)
  if (at < 0 || one === '' || other === '' || compare(one, other) > 0) return false
  return !times.some((time) => time !== '' && compare(one, time) < 0 && compare(time, other) < 0)
}

/** Years are numbers, dates texts in the order of time. */
function compare(one: string, other: string): number {
  const areNumbers = parseDecimal(one) !== undefined && parseDecimal(other) !== undefined
  if (areNumbers) return Number(one) - Number(other)
  return one < other ? -1 : one > other ? 1 : 0
}
