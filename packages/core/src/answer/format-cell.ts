import { parseDecimal } from '../columns/decimal.js'
import type { Cell } from '../execute/result.js'
import { type Language, languages } from '../question/languages/index.js'
import { answerTexts } from './languages/index.js'

const maxFraction = 4
const maxSmallDigits = 6

/** A number of a result for people: grouped, fractions cut to four places (six digits below 1). The value itself is not rounded. */
export function formatAmount(cell: Cell, language: Language): string {
  const text = String(cell)
  if (typeof cell !== 'number' && parseDecimal(text) === undefined) return formatCell(cell, language)
  return group(roundText(text), language, 4)
}

/** A cell of a row: numbers are not rounded, and grouped from five digits on, so that a year stays a year. */
export function formatCell(cell: Cell, language: Language): string {
  if (cell === null || (typeof cell === 'string' && cell.trim() === '')) return '–'
  if (typeof cell === 'boolean') return cell ? answerTexts[language].yes : answerTexts[language].no
  return typeof cell === 'number' ? group(String(cell), language, 5) : cell
}

function roundText(text: string): string {
  if (/e/iu.test(text) || !text.includes('.')) return text
  const value = Number(text)
  const [, fraction = ''] = text.split('.')
  if (fraction.length <= maxFraction) return text
  const isExact = Number.isSafeInteger(Math.trunc(value))
  if (!isExact) return text
  const rounded = Math.abs(value) < 1 ? value.toPrecision(maxSmallDigits) : value.toFixed(maxFraction)
  return String(Number(rounded))
}

function group(text: string, language: Language, fromDigits: number): string {
  if (/e/iu.test(text)) return text
  const sign = text.startsWith('-') ? '-' : ''
  const [whole = '', fraction] = text.replace(/^[+-]/u, '').split('.')
  const { decimal, group: mark } = languages[language].numbers
  const grouped = whole.length < fromDigits ? whole : whole.replace(/\B(?=(?:\d{3})+$)/gu, mark)
  return `${sign}${grouped}${fraction === undefined ? '' : decimal + fraction}`
}
