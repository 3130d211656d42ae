import { formatDecimal, parseDecimal } from '../columns/decimal.js'

/** Units of one quantity, each as an exact multiple of the smallest: whole numbers, as decimal text. */
const families: readonly Readonly<Record<string, string>>[] = [
  {
    µm: '1',
    mm: '1000',
    cm: '10000',
    m: '1000000',
    km: '1000000000',
    in: '25400',
    ft: '304800',
    mi: '1609344000',
  },
  { mg: '100', g: '100000', kg: '100000000', t: '100000000000', lb: '45359237' },
  { ms: '1', s: '1000', min: '60000', h: '3600000', d: '86400000', wk: '604800000' },
  { 'mm²': '1', 'cm²': '100', 'm²': '1000000', 'km²': '1000000000000' },
  { kW: '1', MW: '1000' },
  { kB: '1', MB: '1000', GB: '1000000' },
  { ml: '1', cl: '10', l: '1000', 'm³': '1000000' },
]

/** True for units of which others of the same quantity are known. */
export function isConvertible(unit: string): boolean {
  return families.some((family) => Object.hasOwn(family, unit))
}

/** A decimal in another unit of the same quantity, exactly; undefined where there is no such decimal or unit. */
export function convertUnit(value: string, from: string, to: string): string | undefined {
  const family = families.find((one) => Object.hasOwn(one, from) && Object.hasOwn(one, to))
  const decimal = parseDecimal(value)
  if (family === undefined || decimal === undefined || Math.abs(decimal.exponent) > 100) return undefined
  const [up, down] = [BigInt(family[from]!), BigInt(family[to]!)]
  // Ten to this power holds every factor of 2 and 5 that a divisor of the list has.
  const shift = 18
  const product = BigInt(decimal.digits) * up * 10n ** BigInt(shift)
  if (product % down !== 0n) return undefined
  const parsed = parseDecimal(String(product / down))!
  return formatDecimal({
    negative: decimal.negative,
    digits: parsed.digits,
    exponent: parsed.digits === '0' ? 0 : parsed.exponent + decimal.exponent - shift,
  })
}
