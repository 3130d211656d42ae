import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isPlaceholder, placeholders } from '../catalog/placeholders.js'
import { ChunkDictionary } from '../columns/chunk-dictionary.js'
import { encodeText } from '../json/text.js'
import { findBlankCodes } from './blank-codes.js'

it('finds the texts that are blank or a placeholder, by bytes or without', () => {
  const cased = fc
    .constantFrom(...placeholders)
    .chain((one) => fc.constantFrom(one, one.toUpperCase(), ` ${one}`, `\u00a0${one}\t`))
  const text = fc.oneof(
    cased,
    fc.constantFrom('', ' ', '\u2003', 'ünbekannt', 'Ｎ/Ａ'),
    fc.string({ maxLength: 6 }),
  )
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 1 }), fc.nat(3), (texts, longer) => {
      const inline = texts.slice(longer)
      const offsets = new Uint32Array(inline.length + 1)
      inline.forEach((one, i) => {
        offsets[i + 1] = offsets[i]! + encodeText(one).length
      })
      const heap = encodeText(inline.join(''))
      const dictionary = new ChunkDictionary({ size: inline.length, offsets, heap }, texts.slice(0, longer))
      const codes = findBlankCodes(dictionary)
      const all = Array.from({ length: dictionary.size }, (_, code) => dictionary.text(code))
      expect(Array.from(all, (_, code) => codes?.[code] === 1)).toEqual(
        all.map((one) => one.trim() === '' || isPlaceholder(one)),
      )
      expect(findBlankCodes(dictionary)).toBe(codes)
    }),
  )
})
