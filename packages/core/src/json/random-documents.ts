import fc from 'fast-check'

/** Few different keys, so that paths meet; odd ones among them. */
const key = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'a',
      'b',
      'c',
      'id',
      '__proto__',
      'constructor',
      '',
      'a.b',
      '"',
      '\\',
      'ä',
      '\u2028',
      '😀',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
)
const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -0, 1, 1e21, 1e-7, 123456789012345, 0.1, 1.5, -273.15),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)
/** Any JSON value, of few levels, with paths at which all kinds of values meet. */
export const anyDocument = fc.letrec<{ value: unknown; object: unknown; array: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'small', withCrossShrink: true },
    scalar,
    tie('object'),
    tie('array'),
  ),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 5 })
    .map((entries) => Object.fromEntries(entries.map(([name, value]) => [name, value]))),
  array: fc.oneof(fc.array(tie('value'), { maxLength: 5 }), fc.array(tie('object'), { maxLength: 5 })),
})).value

/**
 * A value without the members that are empty arrays, which leave no trace where a table is, or hold nothing else. An
 * empty object in an array is null: both are a row of nothing.
 */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty).map((inner) => (isEmptyMap(inner) ? null : inner))
  if (typeof value !== 'object' || value === null) return value
  const pruned = new Map<string, unknown>()
  for (const [key, inner] of Object.entries(value)) {
    const left = withoutEmpty(inner)
    if (!isEmptyMap(left) && !(Array.isArray(left) && left.length === 0)) pruned.set(key, left)
  }
  return pruned
}

function isEmptyMap(value: unknown): boolean {
  return value instanceof Map && value.size === 0
}
