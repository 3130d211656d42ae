import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldText } from '../catalog/fold-text.js'
import { decodeWtf8, encodeText } from '../json/text.js'
import { viewBytes } from './copy-bytes.js'
import { createByteFold, isFolded } from './fold-bytes.js'

it('folds bytes as foldText folds text', () => {
  const fold = createByteFold()
  const text = fc.oneof(
    fc.string({
      unit: fc.constantFrom(
        'a',
        'B',
        'c',
        '@',
        '[',
        ' ',
        '\t',
        '\u001c',
        '\v',
        'ß',
        'É',
        '\u0301',
        '\ud800',
        '\u00a0',
      ),
    }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary-ascii', maxLength: 3000 }),
  )
  fc.assert(
    fc.property(text, (source) => {
      const bytes = encodeText(`x${source}y`)
      const length = fold.fold(viewBytes(bytes), 1, bytes.length - 1)
      const folded = fold.bytes
      expect(decodeWtf8(folded, 0, length)).toBe(foldText(decodeWtf8(bytes, 1, bytes.length - 1)))
      const isSame = decodeWtf8(folded, 0, length) === source
      if (isFolded(bytes, 1, bytes.length - 1)) expect(isSame).toBe(true)
      else if (/^[\x21-\x7e]+$/.test(source)) expect(isSame).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

it('folds every character by itself and among others as foldText folds it', () => {
  const fold = createByteFold()
  const different: string[] = []
  for (let code = 0; code < 0x11000; code++) {
    const character = String.fromCodePoint(code)
    for (const text of [character, `Ab${character} ${character}C`]) {
      const bytes = encodeText(text)
      const length = fold.fold(viewBytes(bytes), 0, bytes.length)
      if (decodeWtf8(fold.bytes, 0, length) !== foldText(text)) different.push(code.toString(16))
    }
  }
  expect(different).toEqual([])
})

it('folds texts of many scripts as foldText folds them', () => {
  const fold = createByteFold()
  const unit = fc.constantFrom(
    ...['\u03a3', '\u03c3', '\u03f9', '\u0130', '\u0307', '\uac01', '\u11a8', '\ufdfa', '\u00a8', '\u3000'],
    ...[
      '\u2028',
      '\ufeff',
      '\u01c5',
      '\u1e9e',
      '\u0345',
      '\u0f73',
      '\u0e33',
      '\u{1d6ba}',
      '\u{1f600}',
      'A',
      ' ',
    ],
  )
  fc.assert(
    fc.property(fc.string({ unit }), (source) => {
      const bytes = encodeText(source)
      const length = fold.fold(viewBytes(bytes), 0, bytes.length)
      expect(decodeWtf8(fold.bytes, 0, length)).toBe(foldText(source))
    }),
    { numRuns: 2000 },
  )
})
