import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isAssayError } from '@assay/store/error'
import { describe, expect, it } from 'vitest'
import { rebuildDocument, traceScan } from './batch-trace.js'
import { Kind } from './column-batch.js'
import { cutEvery, cutRandomly } from './cuts.js'
import type { Scanner } from './scanner.js'
import { longestViablePrefix } from './viable-prefix.js'

const folder = '../shared/data/json-test-suite'
const present = existsSync(folder)
if (!present) console.warn(`SKIPPED: the JSON test suite is not at ${folder}`)
const files = (part: string) => (present ? readdirSync(`${folder}/${part}`).sort() : [])
const read = (part: string, file: string) => Uint8Array.from(readFileSync(`${folder}/${part}/${file}`))
const parsing = files('test_parsing')

/** The limit speaks before the grammar does: nesting deeper than 1,024. */
const exceptions: Record<string, [code: string, offset: number]> = {
  'n_structure_100000_opening_arrays.json': ['JSON_DEPTH', 1_024],
  'n_structure_open_array_object.json': ['JSON_DEPTH', 5 * 512],
}

/** Assay's choice where RFC 8259 leaves one: numbers keep their text, lone surrogates stay, invalid UTF-8 is refused. */
const eitherWay: Record<string, 'accepted' | [code: string, offset: number]> = {
  'i_number_double_huge_neg_exp.json': 'accepted',
  'i_number_huge_exp.json': 'accepted',
  'i_number_neg_int_huge_exp.json': 'accepted',
  'i_number_pos_double_huge_exp.json': 'accepted',
  'i_number_real_neg_overflow.json': 'accepted',
  'i_number_real_pos_overflow.json': 'accepted',
  'i_number_real_underflow.json': 'accepted',
  'i_number_too_big_neg_int.json': 'accepted',
  'i_number_too_big_pos_int.json': 'accepted',
  'i_number_very_big_negative_int.json': 'accepted',
  'i_object_key_lone_2nd_surrogate.json': 'accepted',
  'i_string_1st_surrogate_but_2nd_missing.json': 'accepted',
  'i_string_1st_valid_surrogate_2nd_invalid.json': 'accepted',
  'i_string_UTF-16LE_with_BOM.json': ['JSON_ENCODING', 0],
  'i_string_UTF-8_invalid_sequence.json': ['JSON_INVALID_UTF8', 7],
  'i_string_UTF8_surrogate_U+D800.json': ['JSON_INVALID_UTF8', 3],
  'i_string_incomplete_surrogate_and_escape_valid.json': 'accepted',
  'i_string_incomplete_surrogate_pair.json': 'accepted',
  'i_string_incomplete_surrogates_escape_valid.json': 'accepted',
  'i_string_invalid_lonely_surrogate.json': 'accepted',
  'i_string_invalid_surrogate.json': 'accepted',
  'i_string_invalid_utf-8.json': ['JSON_INVALID_UTF8', 2],
  'i_string_inverted_surrogates_U+1D11E.json': 'accepted',
  'i_string_iso_latin_1.json': ['JSON_INVALID_UTF8', 3],
  'i_string_lone_second_surrogate.json': 'accepted',
  'i_string_lone_utf8_continuation_byte.json': ['JSON_INVALID_UTF8', 2],
  'i_string_not_in_unicode_range.json': ['JSON_INVALID_UTF8', 3],
  'i_string_overlong_sequence_2_bytes.json': ['JSON_INVALID_UTF8', 2],
  'i_string_overlong_sequence_6_bytes.json': ['JSON_INVALID_UTF8', 2],
  'i_string_overlong_sequence_6_bytes_null.json': ['JSON_INVALID_UTF8', 2],
  'i_string_truncated-utf-8.json': ['JSON_INVALID_UTF8', 3],
  'i_string_utf16BE_no_BOM.json': ['JSON_ENCODING', 0],
  'i_string_utf16LE_no_BOM.json': ['JSON_ENCODING', 1],
  'i_structure_500_nested_arrays.json': 'accepted',
  'i_structure_UTF-8_BOM_empty_object.json': 'accepted',
}

function outcome(pieces: Iterable<Uint8Array>, reader: Scanner['reader'] = 'kernel'): unknown {
  try {
    const { values, rows, summary, shape } = traceScan(pieces, { reader })
    return { values, rows, summary, nodes: shape.nodes, tables: shape.tables }
  } catch (problem) {
    if (!isAssayError(problem)) throw problem
    return problem.toJSON()
  }
}

describe.skipIf(!present)('JSON test suite', () => {
  it('is all there', () => {
    const count = (letter: string) => parsing.filter((file) => file.startsWith(letter)).length
    expect([count('y_'), count('n_'), count('i_')]).toEqual([95, 188, 35])
    expect(Object.keys(eitherWay)).toHaveLength(35)
  })

  it.each(parsing)('%s', (file) => {
    const bytes = read('test_parsing', file)
    const whole = outcome([bytes])
    if (file.startsWith('y_')) {
      expect(whole).toHaveProperty('values')
    } else if (file.startsWith('n_')) {
      const [code, offset] = exceptions[file] ?? [expect.stringMatching(/^JSON_/), longestViablePrefix(bytes)]
      expect(whole).toMatchObject({ code, details: { offset } })
    } else {
      const pinned = eitherWay[file]
      if (pinned === 'accepted') expect(whole).toHaveProperty('values')
      else expect(whole).toMatchObject({ code: pinned?.[0], details: { offset: pinned?.[1] } })
    }
    for (const pieces of [
      cutEvery(bytes, 1),
      cutEvery(bytes, 7),
      cutRandomly(bytes, 1),
      cutRandomly(bytes, 2),
    ]) {
      expect(outcome(pieces)).toEqual(whole)
    }
    expect(outcome([bytes], 'portable')).toEqual(whole)
    expect(outcome(cutEvery(bytes, 3), 'portable')).toEqual(whole)
  })

  it.each(files('test_transform'))('%s', (file) => {
    const bytes = read('test_transform', file)
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      expect(outcome([bytes])).toMatchObject({ code: 'JSON_INVALID_UTF8' })
      return
    }
    const trace = traceScan([bytes])
    expect(rebuildDocument(trace, bytes)).toEqual(JSON.parse(text))
    for (const { kind, value } of trace.values) {
      if (kind === Kind.exact) expect(text).toContain(String(value))
      if (kind === Kind.number)
        expect(
          String(value)
            .replace(/\D/g, '')
            .replace(/^0+|0+$/g, '').length,
        ).toBeLessThan(16)
    }
  })
})
