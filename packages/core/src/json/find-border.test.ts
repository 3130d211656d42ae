import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findBorder, findLineBorder, readSeam } from './find-border.js'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes)
const borderIn = (text: string, seam = '},{"'): number => findBorder(bytesOf(text), bytesOf(seam))

describe('a seam', () => {
  it.each([
    ['},{"a":1}', '},{"'],
    ['}\n  ,\t{\r\n "a":1}', '}\n  ,\t{\r\n "'],
    ['},{""', '},{""'.slice(0, 4)],
  ])('is read from %j', (text, seam) => {
    expect(textOf(readSeam(bytesOf(text)))).toBe(seam)
  })

  it.each([
    '',
    '{',
    '}',
    '},',
    '},{',
    '},{ ',
    '},{}',
    '},[{"a"',
    '}]',
    '}}',
    '},"a"',
    '},5',
    ' },{"',
    '};{"',
  ])('is not in %j', (text) => {
    expect(readSeam(bytesOf(text))).toBeUndefined()
  })

  it('is a copy', () => {
    const bytes = bytesOf('},{"a"')
    const seam = readSeam(bytes)
    bytes.fill(0)
    expect(textOf(seam)).toBe('},{"')
  })
})

describe('a border', () => {
  it('is where records follow to the end', () => {
    expect(borderIn('1},{"a":2},{"a":3')).toBe(2)
    expect(borderIn('1},{"a":2}')).toBe(2)
    expect(borderIn('1},{"a":2},')).toBe(2)
    expect(borderIn('1},{"a":2},{')).toBe(2)
    expect(borderIn('1},{"a":2} , {"a":"x')).toBe(2)
  })

  it('is not told by less than one record', () => {
    expect(borderIn('1},{"a":2')).toBe(-1)
    expect(borderIn('1},{"a')).toBe(-1)
    expect(borderIn('1},{"')).toBe(-1)
    expect(borderIn('},{"a":[{"b":1},{"b":2},{"b":3},{"b":4')).toBe(-1)
  })

  it('is none in an array that a record holds', () => {
    const text = '1},{"b":2},{"b":3}],"c":4},{"a":[{"b":5},{"b":6}]},{"a":7'
    expect(borderIn(text)).toBe(text.indexOf('},{"a"') + 1)
  })

  it('is behind an array of many', () => {
    const text = `${'},{"b":2'.repeat(1_000)}}]},{"a":1},{"a":2}`
    expect(borderIn(text)).toBe(text.indexOf('},{"a":1') + 1)
  })

  it('is none where the array ends', () => {
    expect(borderIn('1},{"a":2},{"a":3}]}')).toBe(-1)
    expect(borderIn('1},{"a":2},{"a":3}],"b":[{"c":1}]}')).toBe(-1)
    expect(borderIn('1},{"a":2},5')).toBe(-1)
  })

  it('is found by its indentation', () => {
    const text = '1\n    },\n    {\n      "b": 2\n    },\n    {\n      "b": 3\n    }'
    expect(borderIn(text, '},\n    {\n      "')).toBe(text.indexOf('}') + 1)
    expect(borderIn(text, '},\n  {\n    "')).toBe(-1)
  })

  it('is none in a text that looks like one', () => {
    const text = 'x},{","b":"}],[{","c":"}\\"},{\\":1"},{"a":2},{"a":"}}'
    expect(borderIn(text)).toBe(text.indexOf('},{"a":2') + 1)
    expect(borderIn('"a":"},{","b":"\n"},{"a":1},{')).toBe('"a":"},{","b":"\n"}'.length)
    expect(borderIn('"a":"},{":"\n')).toBe(-1)
  })

  it('skips escapes', () => {
    const text = '1},{"a\\"}":"\\\\","b":"]\\\\\\"]"},{"a":2}'
    expect(borderIn(text)).toBe(2)
  })

  it('takes records without members among others', () => {
    expect(borderIn('1},{"a":2},{},{"a":3}')).toBe(2)
  })

  it('is searched in linear time', () => {
    // Each of them is followed to the end of the bytes before it shows that it is none.
    const deep = `},{"a":[${'[{"a":1},{"a":['.repeat(100_000)}`
    const pairs = '},{"":['.repeat(300_000)
    const broken = `${'},{"":['.repeat(300_000)}?`
    const started = performance.now()
    for (const text of [deep, pairs, broken, `${pairs}]`]) expect(borderIn(text)).toBe(-1)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

/** Texts full of what makes up seams. None begins with a colon: after what closes a text, that would make it a key. */
const text = fc
  .array(
    fc.constantFrom('},{', '}', '{', '[', ']', ',', '"', '\\', ':', ' ', 'a', '},{"a":', 'é', '\n', '1'),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.join('').replace(/^[\s:]+/, ''))
const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
const key = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a', 'b') }, { weight: 1, arbitrary: text })
const record = fc.letrec<{ record: object; value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('record'), { maxLength: 4 }),
    tie('record'),
    fc.array(fc.oneof(scalar, tie('record')), { maxLength: 3 }),
  ),
  record: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    // `a` first, as in records of one kind.
    .map((members) => ({ a: 1, ...Object.fromEntries(members) })),
})).record

/** A document with its borders by another way: after each record, how long the text is of the records up to it. */
function layOut(records: readonly object[], indent: number, isWrapped: boolean) {
  const write = (some: readonly object[]): string =>
    JSON.stringify(isWrapped ? { head: { a: [{ a: 1 }] }, items: some } : some, null, indent)
  const closing = indent === 0 ? (isWrapped ? ']}' : ']') : isWrapped ? `\n${' '.repeat(indent)}]\n}` : '\n]'
  const ends = records.map((_, at) => bytesOf(write(records.slice(0, at + 1))).length - closing.length)
  const bytes = bytesOf(write(records))
  return { bytes, ends, arrayEnd: bytes.length - closing.length + closing.indexOf(']') }
}

/**
 * The first border with a whole record after it, where the array goes on to the end of the bytes; else none. Only of
 * bytes that begin and end in one record nothing is asked: they can lie in an array that it holds.
 */
it('is a true border wherever documents are cut', () => {
  const numRuns = 1_000
  let found = 0
  const cases = fc.record({
    records: fc.array(record, { minLength: 2, maxLength: 8 }),
    indent: fc.constantFrom(0, 0, 2),
    isWrapped: fc.boolean(),
    start: fc.integer({ min: 0, max: 999 }),
    length: fc.integer({ min: 1, max: 1_500 }),
  })
  fc.assert(
    fc.property(cases, ({ records, indent, isWrapped, start, length }) => {
      const { bytes, ends, arrayEnd } = layOut(records, indent, isWrapped)
      const from = Math.floor((start / 1_000) * bytes.length)
      const to = Math.min(bytes.length, from + Math.ceil((length / 1_000) * (bytes.length - from)))
      const seam = readSeam(bytes.subarray(ends[0]! - 1))!
      const border = findBorder(bytes.subarray(from, to), seam)
      // Records whose closing brace is in the bytes.
      const inside = ends.filter((end) => end > from && end <= to)
      const first = inside[0]
      const reachesEnd = to > arrayEnd
      if (inside.length >= 2 && !reachesEnd) expect(border + from).toBe(first)
      else if (inside.length > 0) expect(border).toBe(-1)
      if (border >= 0 && inside.length > 0) found++
    }),
    { numRuns },
  )
  expect(found).toBeGreaterThan(numRuns / 10)
})

describe('a border of JSON Lines', () => {
  it('is after the first newline', () => {
    expect(findLineBorder(bytesOf('1}\n{"a":2}\n'))).toBe(3)
    expect(findLineBorder(bytesOf('\n'))).toBe(1)
    expect(findLineBorder(bytesOf('{"a":2}'))).toBe(-1)
    expect(findLineBorder(bytesOf(''))).toBe(-1)
  })
})
