import { formatDecimal, parseDecimal } from '../columns/decimal.js'
import type { ElementOf, NumberUnit } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { kelvin } from './name-forms.js'
import { readNumberText } from './number-text.js'
import type { Token } from './tokens.js'

type NumberElement = ElementOf<'number'>

const attachedPattern = /^([+-]?\d[\d.,'’]*)(\p{L}[\p{L}²³23]*)$/u
const wordCost = 0.01
/** One sign and three digits behind it: thousands in one language, a fraction in another. */
const unclearPattern = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/u

/** Numbers in digits and words, with magnitude (`3 million`, `10k`) and unit (`60 minutes`, `$5`, `3000mm`). */
export function linkNumbers(
  tokens: readonly Token[],
  language: Language,
  isKelvin: () => boolean = () => false,
): NumberElement[] {
  return tokens.flatMap((_, start) =>
    readAt(tokens, start, language).map((one) => toKelvin(one, tokens, isKelvin)),
  )
}

/** `300 K` of a table that has kelvins, and not 300,000. */
function toKelvin(number: NumberElement, tokens: readonly Token[], isKelvin: () => boolean): NumberElement {
  const { text } = tokens[number.end - 1]!
  // In one word with its digits a small letter is a thousand (`1k`).
  if (!/^(?:k|(?:[+-]?\d[\d.,'’]*)?K)$/u.test(text) || !isKelvin()) return number
  const thousandth = parseDecimal(number.value)
  if (thousandth === undefined || thousandth.digits === '0')
    return { ...number, unit: { symbol: kelvin, word: kelvin } }
  const value = formatDecimal({ ...thousandth, exponent: thousandth.exponent - 3 })
  return { ...number, value, unit: { symbol: kelvin, word: kelvin } }
}

function readAt(tokens: readonly Token[], start: number, language: Language): NumberElement[] {
  const { units } = languages[language]
  const first = tokens[start]!
  if (first.kind === 'sign') {
    const symbol = own(units, first.fold)
    if (symbol === undefined || start + 1 >= tokens.length) return []
    const unit = { symbol, word: first.text }
    return readBare(tokens, start + 1, language)
      .filter((number) => number.unit === undefined)
      .map((number) => ({ ...number, start, unit }))
  }
  return readBare(tokens, start, language).flatMap((number) => withUnit(number, tokens, language))
}

function readBare(tokens: readonly Token[], start: number, language: Language): NumberElement[] {
  const { fold, text, kind } = tokens[start]!
  if (kind !== 'word') return []
  const { words, magnitudes } = languages[language].numbers
  const digits = own(words, fold) ?? text
  const power = tokens[start + 1] === undefined ? undefined : own(magnitudes, tokens[start + 1]!.fold)
  if (power !== undefined) {
    const value = readNumberText(digits, languages[language], power)
    return value === undefined ? [] : [{ kind: 'number', start, end: start + 2, cost: 0, value }]
  }
  const value = readNumberText(digits, languages[language])
  if (value !== undefined) {
    const whole = unclearPattern.exec(text)?.[1] === languages[language].numbers.decimal
    const other = whole ? { other: text.replace(/[.,]/u, '') } : {}
    return [{ kind: 'number', start, end: start + 1, cost: digits === text ? 0 : wordCost, value, ...other }]
  }
  return readAttached(text, start, language)
}

function readAttached(text: string, start: number, language: Language): NumberElement[] {
  const [, digits = '', tail = ''] = attachedPattern.exec(text) ?? []
  if (digits === '') return []
  const { numbers, units } = languages[language]
  const power = own(numbers.magnitudes, tail.toLowerCase())
  const value = readNumberText(digits, languages[language], power ?? 0)
  if (value === undefined) return []
  const element: NumberElement = { kind: 'number', start, end: start + 1, cost: wordCost, value }
  if (power !== undefined) return [element]
  const symbol = own(units, tail.toLowerCase())
  return symbol === undefined ? [] : [{ ...element, unit: { symbol, word: tail } }]
}

function withUnit(number: NumberElement, tokens: readonly Token[], language: Language): NumberElement[] {
  const next = tokens[number.end]
  if (number.unit !== undefined || next === undefined || next.kind === 'quoted') return [number]
  const symbol = own(languages[language].units, next.fold)
  if (symbol === undefined) return [number]
  const unit: NumberUnit = { symbol, word: next.text }
  return [number, { ...number, end: number.end + 1, unit }]
}

function own<Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}
