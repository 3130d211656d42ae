import type { NumberLocale } from '../../catalog/column-reading.js'
import { toUnit } from '../../catalog/units.js'

/** A text cut into its sign, the digits with their marks, and the symbol of its unit (`''` without one). */
export interface NumberParts {
  readonly negative: boolean
  readonly body: string
  readonly unit: string
}

const framePattern = /^([^\d.,]*)([.,]?\d(?:[\d.,'’\u00a0\u2009\u202f]*\d)?(?:[eE][+-]?\d+)?)(\D.*)?$/u
const signPattern = /[+\-−–]/u
/** Only these stand before their number: `S 2` is no second. */
const currencies = new Set(['$', '€', '£', '¥', 'CHF'])
const digitsPattern = /^\d+$/
const codePattern = /^0\d|^\d+(?:\.\d+){2,}$/
const scientificPattern = /^\d+(?:\.\d+)?[eE][+-]\d+$|^\d+\.\d+[eE]\d+$/
const dotPattern = /^\d*\.\d+$/
const commaPattern = /^\d*,\d+$/
/** One group mark throughout; the first group never begins with 0. */
const englishPattern = /^[1-9]\d{0,2}([,'’\u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?:\.\d+)?$/u
const germanPattern = /^[1-9]\d{0,2}([.'’\u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?:,\d+)?$/u

/** The parts of a text that may be one number with at most one unit, before or behind it. */
export function splitNumber(text: string): NumberParts | undefined {
  const match = framePattern.exec(text.trim())
  if (match === null) return undefined
  const [, before = '', body = '', after = ''] = match
  const { sign, prefix } = splitFront(before)
  if (prefix !== '' && after.trim() !== '') return undefined
  const named = prefix === '' ? after.trim() : prefix
  const unit = named === '' ? '' : toUnit(named)
  if (unit === undefined || (prefix !== '' && !currencies.has(unit))) return undefined
  return { negative: sign !== '' && sign !== '+', body, unit }
}

/** False when no text that begins with this, up to its first digit, point or comma, is a number (`splitNumber`). */
export function mayStandBefore(before: string): boolean {
  const { prefix } = splitFront(before)
  return prefix === '' || currencies.has(toUnit(prefix) ?? '')
}

function splitFront(before: string): { readonly sign: string; readonly prefix: string } {
  const front = before.replace(/\s+/gu, '')
  const sign = signPattern.exec(front)?.[0] ?? ''
  return { sign, prefix: front.replace(sign, '') }
}

/** Digits that name a thing instead of counting it: a leading zero (`03`), or several points (`1.2.3`). */
export function isCode(body: string): boolean {
  return codePattern.test(body) && readBody(body, 'de') === undefined
}

/** Only digits: the same number in every locale. */
export function isWhole(body: string): boolean {
  return digitsPattern.test(body)
}

/** True when the thousands of a body are marked as English texts do. */
export function hasEnglishGroups(body: string): boolean {
  return englishPattern.test(body)
}

/** Canonical digits of a body under a locale (`1.234,5` → `1234.5`); undefined when it is none there. */
export function readBody(body: string, locale: NumberLocale): string | undefined {
  if (digitsPattern.test(body)) return /^0\d/.test(body) ? undefined : body
  if (/^0\d/.test(body)) return undefined
  if (scientificPattern.test(body)) return body
  if (locale === 'de') {
    if (commaPattern.test(body)) return body.replace(',', '.')
    return germanPattern.test(body)
      ? body.replace(/[.'’\u00a0\u2009\u202f]/gu, '').replace(',', '.')
      : undefined
  }
  if (dotPattern.test(body)) return body
  return locale === 'en' && englishPattern.test(body)
    ? body.replace(/[,'’\u00a0\u2009\u202f]/gu, '')
    : undefined
}

/** The number of a text under a rule, as decimal text; undefined when it is none, or has another unit. */
export function readNumber(text: string, locale: NumberLocale, unit: string): string | undefined {
  const parts = splitNumber(text)
  if (parts === undefined || parts.unit !== unit) return undefined
  const digits = readBody(parts.body, locale)
  return digits === undefined ? undefined : `${parts.negative ? '-' : ''}${digits}`
}
