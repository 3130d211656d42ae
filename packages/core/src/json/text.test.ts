import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, decodeWtf8, encodeText, unescapeInto } from './text.js'

const any = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.integer({ min: 0xd7f0, max: 0xe00f }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
)

describe('WTF-8', () => {
  it('keeps every string, lone surrogates included', () => {
    fc.assert(
      fc.property(any, (text) => {
        const bytes = encodeText(text)
        return decodeWtf8(bytes, 0, bytes.length) === text
      }),
      { numRuns: 5_000 },
    )
  })

  it('is UTF-8 for well-formed text, whatever surrounds the span', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = Buffer.from(`"${text}"`)
        expect(Buffer.from(encodeText(text)).equals(bytes.subarray(1, -1))).toBe(true)
        expect(decodeWtf8(bytes, 1, bytes.length - 1)).toBe(text)
      }),
    )
  })

  it('gives a lone surrogate the three bytes of its code unit', () => {
    expect([...encodeText('a\ud800b')]).toEqual([0x61, 0xed, 0xa0, 0x80, 0x62])
    expect([...encodeText('\udfff')]).toEqual([0xed, 0xbf, 0xbf])
    expect([...encodeText('\ud83d\ude00')]).toEqual([0xf0, 0x9f, 0x98, 0x80])
  })

  it('keeps a leading byte order mark and NUL', () => {
    for (const text of ['\ufeffabc', `\ufeff${'x'.repeat(40)}`, '\0', '']) {
      const bytes = encodeText(text)
      expect(decodeWtf8(bytes, 0, bytes.length)).toBe(text)
    }
  })
})

describe('escapes', () => {
  const spelled = any.map((text) =>
    [...text].map((character) =>
      [...Array(character.length).keys()]
        .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
        .join(''),
    ),
  )

  it('read as JSON.parse reads them', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          '\\"',
          '\\\\',
          '\\/',
          '\\b',
          '\\f',
          '\\n',
          '\\r',
          '\\t',
          'a',
          'é',
          '😀',
          '\\uD83D',
          '\\ude00',
        ),
        spelled.map((list) => list.join('')),
      ),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(pieces, (list) => {
        const json = `"${list.join('')}"`
        const bytes = new TextEncoder().encode(json)
        return decodeText(bytes, 1, bytes.length - 1, true) === JSON.parse(json)
      }),
      { numRuns: 3_000 },
    )
  })

  it('are written where they are wanted', () => {
    const bytes = new TextEncoder().encode('"\\u00e9x"')
    const out = new Uint8Array(10).fill(7)
    expect(unescapeInto(bytes, 1, bytes.length - 1, out, 2)).toBe(5)
    expect([...out.subarray(0, 6)]).toEqual([7, 7, 0xc3, 0xa9, 0x78, 7])
  })
})
