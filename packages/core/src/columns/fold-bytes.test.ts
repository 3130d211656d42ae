import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldText } from '../catalog/fold-text.js'
import { decodeWtf8, encodeText } from '../json/text.js'
import { createByteFold, isFolded } from './fold-bytes.js'

it('folds bytes as foldText folds text', () => {
  const fold = createByteFold()
  const text = fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', 'B', ' ', '\t', '\u001c', '\v', 'ß', 'É', '\u0301', '\ud800', '\u00a0'),
    }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary-ascii', maxLength: 3000 }),
  )
  fc.assert(
    fc.property(text, (source) => {
      const bytes = encodeText(`x${source}y`)
      const length = fold.fold(bytes, 1, bytes.length - 1)
      const folded = fold.bytes
      expect(decodeWtf8(folded, 0, length)).toBe(foldText(decodeWtf8(bytes, 1, bytes.length - 1)))
      const isSame = decodeWtf8(folded, 0, length) === source
      if (isFolded(bytes, 1, bytes.length - 1)) expect(isSame).toBe(true)
      else if (/^[\x21-\x7e]+$/.test(source)) expect(isSame).toBe(false)
    }),
    { numRuns: 1000 },
  )
})
