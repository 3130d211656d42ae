import { foldText } from '../catalog/fold-text.js'
import { splitWords } from '../catalog/name-words.js'
import type { Objection, Placed } from './constituent.js'
import type { Element, ElementOf, Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { isTime } from './link-times.js'
import { nameStemsOf } from './stems.js'

const [firstYear, lastYear] = [1000, 2999]

/**
 * A number before the name of its column: `two seasons` says how many where the column is called `Season`. One
 * above all values of the column that can be a year may be that (`orders ordered 2023`).
 */
export function objectToAmounts(parts: readonly Placed[], lattice: Lattice): Objection | undefined {
  const { tokens, at, table, language } = lattice
  for (const { part, start, end } of parts) {
    if (part.kind !== 'filter' || part.where.op !== 'eq') continue
    const number = firstNumber(at, start, end)
    if (number === undefined || number.end > end) continue
    const { column } = part
    const value = Number(number.value)
    const isAmount =
      number.start === start &&
      number.end < end &&
      value !== 1 &&
      isPlural(tokens[end - 1]!.fold, column.path.at(-1) ?? '')
    const isYear = Number.isInteger(value) && value >= firstYear && value <= lastYear
    const isBeyond = column.maxNumber !== undefined && value > Number(column.maxNumber)
    if (!isAmount && !(isYear && isBeyond && table.columns.some(isTime))) continue
    const words = tokens.slice(start, end).map(({ text }) => text)
    const text = languages[language].texts.amountOrValue(words.join(' '), column.name)
    return { reason: 'ambiguous', text }
  }
  return undefined
}

function firstNumber(at: Lattice['at'], start: number, end: number): ElementOf<'number'> | undefined {
  for (let i = start; i < end; i++) {
    const found = at[i]!.find(isNumber)
    if (found !== undefined) return found
  }
  return undefined
}

function isNumber(one: Element): one is ElementOf<'number'> {
  return one.kind === 'number'
}

/** A longer form of a word of the name, which is not itself in the name. */
function isPlural(noun: string, name: string): boolean {
  const words = splitWords(name).map(foldText)
  if (words.includes(noun)) return false
  const stems = nameStemsOf(noun)
  return words.some((word) => noun.length > word.length && stems.includes(word))
}
