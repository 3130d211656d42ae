import { formatDecimal, parseDecimal } from '../columns/decimal.js'
import type { LanguageData } from './languages/language.js'

const digitsPattern = /^[+-]?\d[\d.,'’]*$/u

/**
 * Canonical decimal text of a number as people write it in the language (`1,000.5`, `1.000,5`), times a power of
 * ten. Where only one reading makes sense the other language's signs are taken too (`12,5` in English).
 * Undefined when it is no number, or could be two.
 */
export function readNumberText(text: string, language: LanguageData, power = 0): string | undefined {
  const digits = text.replace(/['’]/gu, '')
  if (!digitsPattern.test(text) || /[.,]$/u.test(digits)) return undefined
  const plain = toPlain(digits, language.numbers.decimal, language.numbers.group)
  const decimal = plain === undefined ? undefined : parseDecimal(plain)
  return decimal === undefined
    ? undefined
    : formatDecimal(decimal.digits === '0' ? decimal : { ...decimal, exponent: decimal.exponent + power })
}

function toPlain(text: string, decimal: string, group: string): string | undefined {
  const own = toPlainBy(text, decimal, group)
  if (own !== undefined) return own
  return toPlainBy(text, group, decimal)
}

function toPlainBy(text: string, decimal: string, group: string): string | undefined {
  const [whole = '', fraction, ...more] = text.split(decimal)
  if (more.length > 0 || fraction?.includes(group)) return undefined
  const groups = whole.replace(/^[+-]/u, '').split(group)
  if (groups.length > 1 && !isGrouped(groups)) return undefined
  if (groups.some((part) => !/^\d+$/u.test(part)) || (fraction !== undefined && !/^\d+$/u.test(fraction))) {
    return undefined
  }
  return `${whole.startsWith('-') ? '-' : ''}${groups.join('')}${fraction === undefined ? '' : `.${fraction}`}`
}

function isGrouped([first = '', ...rest]: readonly string[]): boolean {
  return first.length >= 1 && first.length <= 3 && first !== '0' && rest.every((part) => part.length === 3)
}
