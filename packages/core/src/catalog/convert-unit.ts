/** Value of one unit in its dimension's base: an exact ratio of whole numbers, and what is added to a value before. */
interface UnitSize {
  readonly numerator: bigint
  readonly denominator: bigint
  readonly offset: bigint
}

/** `(value + before) × numerator / denominator + after`; the fraction is in lowest terms. */
export interface Conversion {
  readonly before: bigint
  readonly numerator: bigint
  readonly denominator: bigint
  readonly after: bigint
}

const size = (numerator: bigint, denominator = 1n, offset = 0n): UnitSize => ({
  numerator,
  denominator,
  offset,
})

/** By definition: inch, foot and mile (1959), pound (1959), Fahrenheit; the others are decimal or of time. */
const dimensions: readonly Readonly<Record<string, UnitSize>>[] = [
  {
    µm: size(1n),
    mm: size(1_000n),
    cm: size(10_000n),
    m: size(1_000_000n),
    km: size(1_000_000_000n),
    in: size(25_400n),
    ft: size(304_800n),
    mi: size(1_609_344_000n),
  },
  { 'mm²': size(1n), 'cm²': size(100n), 'm²': size(1_000_000n), 'km²': size(1_000_000_000_000n) },
  { ml: size(1n), cl: size(10n), l: size(1_000n), 'm³': size(1_000_000n) },
  {
    mg: size(100n),
    g: size(100_000n),
    kg: size(100_000_000n),
    t: size(100_000_000_000n),
    lb: size(45_359_237n),
  },
  { ms: size(1n), s: size(1_000n), min: size(60_000n), h: size(3_600_000n), d: size(86_400_000n) },
  { 'km/h': size(1n), mph: size(1_609_344n, 1_000_000n) },
  { Hz: size(1n), MHz: size(1_000_000n), GHz: size(1_000_000_000n) },
  { kW: size(1n), MW: size(1_000n) },
  { kB: size(1n), MB: size(1_000n), GB: size(1_000_000n) },
  { '°C': size(1n), '°F': size(5n, 9n, -32n) },
]

/** How values of a unit become values of another; undefined where the two measure different things. */
export function conversionOf(from: string, to: string): Conversion | undefined {
  if (from === to) return { before: 0n, numerator: 1n, denominator: 1n, after: 0n }
  const units = dimensions.find((all) => Object.hasOwn(all, from) && Object.hasOwn(all, to))
  if (units === undefined) return undefined
  const [a, b] = [units[from]!, units[to]!]
  const [numerator, denominator] = [a.numerator * b.denominator, a.denominator * b.numerator]
  const common = greatestDivisor(numerator, denominator)
  return {
    before: a.offset,
    numerator: numerator / common,
    denominator: denominator / common,
    after: -b.offset,
  }
}

/** The units that one converts to, itself among them. */
export function unitsLike(unit: string): readonly string[] {
  return Object.keys(dimensions.find((all) => Object.hasOwn(all, unit)) ?? { [unit]: 0 })
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b)
}
