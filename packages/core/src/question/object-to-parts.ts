import type { Expression } from '../plan/algebra.js'
import type { Objection, Placed } from './constituent.js'
import type { Element, ElementOf, Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { objectToAmounts } from './object-to-amounts.js'
import { objectToGroups } from './object-to-groups.js'
import { objectToTimes } from './object-to-times.js'
import { rememberFor } from './remember.js'
import { formatLiteral } from './restate.js'

/** Texts that begin as a calendar date does: ISO and its relatives, German, and with a month's name. */
const dateText =
  /^(?:[12]\d{3}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\p{L}{3,9}\.? \d{1,2},? \d{4})/u

/** What is unclear about parts that each are understood: a date that a word before it bounds, a denial that may go on. */
export function objectToParts(parts: readonly Placed[], lattice: Lattice): Objection | undefined {
  return (
    objectToDates(parts, lattice) ??
    objectToDenials(parts, lattice) ??
    objectToDigits(parts, lattice) ??
    objectToSameWord(parts, lattice) ??
    objectToAmounts(parts, lattice) ??
    objectToGroups(parts, lattice) ??
    objectToTimes(parts, lattice) ??
    objectToNeighbour(parts, lattice)
  )
}

/** `which city has the most city`: a bare value that a column is called too, and the word once more. */
function objectToSameWord(
  parts: readonly Placed[],
  { tokens, at, language }: Lattice,
): Objection | undefined {
  const wordOf = ({ start, end }: Placed) =>
    tokens
      .slice(start, end)
      .map(({ fold }) => fold)
      .join(' ')
  const isName = ({ start, end }: Placed) =>
    at[start]!.some((one) => one.kind === 'column' && one.end === end && !one.derived)
  const value = parts.find(
    (one) =>
      one.part.kind === 'filter' &&
      one.part.isNoun &&
      isName(one) &&
      parts.some((other) => other !== one && wordOf(other).split(' ').at(-1) === wordOf(one)),
  )
  if (value === undefined) return undefined
  return { reason: 'ambiguous', text: languages[language].texts.sameWord(wordOf(value)) }
}

/** `which building was built after Tower B`: a neighbour's name is asked for, not what the verb says of it. */
function objectToNeighbour(parts: readonly Placed[], { language }: Lattice): Objection | undefined {
  if (!parts.some(({ part }) => part.kind === 'beside')) return undefined
  const asked = parts.findIndex(({ part }) => part.kind === 'ask' && part.form === 'which')
  const noun = asked < 0 ? undefined : parts[asked + 1]?.part
  const isElse = parts.some(({ part }, i) => i > asked + 1 && part.kind === 'column' && part !== noun)
  if ((noun?.kind !== 'rows' && noun?.kind !== 'column') || !isElse) return undefined
  return { reason: 'ambiguous', text: languages[language].texts.orderUnclear }
}

function objectToDates(parts: readonly Placed[], { tokens, language }: Lattice): Objection | undefined {
  const { dateBounds, texts } = languages[language]
  for (const { part, start, end } of parts) {
    const date = part.kind === 'filter' ? textsOf(part.where).find((text) => dateText.test(text)) : undefined
    if (date === undefined) continue
    const around = tokens.slice(Math.max(0, start - 1), end)
    if (around.some(({ fold }) => dateBounds.includes(fold)))
      return { reason: 'ambiguous', text: texts.unclearDate(date) }
  }
  return undefined
}

/** A number that may be a thousand times as large, unless the column holds fractions and no such number. */
function objectToDigits(parts: readonly Placed[], { at, language, tokens }: Lattice): Objection | undefined {
  for (const number of unclearNumbers(at)) {
    const { start } = number
    const part = parts.find((one) => one.start <= start && start < one.end && one.part.kind === 'filter')
    if (part?.part.kind !== 'filter') continue
    const { integer, maxNumber } = part.part.column
    const isFraction = !/[.,]000$/u.test(tokens[start]!.text)
    if (isFraction && !integer && maxNumber !== undefined && Number(number.other) > Number(maxNumber))
      continue
    const [one, other] = [number.value, number.other].map((text) => formatLiteral(text, language))
    const text = languages[language].texts.unclearDigits(tokens[start]!.text, other!, one!)
    return { reason: 'ambiguous', text }
  }
  return undefined
}

const unclearNumbers = rememberFor((at: Lattice['at']) =>
  at.flatMap((elements) => elements.filter(isUnclear)),
)

function isUnclear(element: Element): element is ElementOf<'number'> & { readonly other: string } {
  return element.kind === 'number' && element.other !== undefined
}

function objectToDenials(parts: readonly Placed[], { language }: Lattice): Objection | undefined {
  const filters = parts.flatMap(({ part }) => (part.kind === 'filter' ? [part] : []))
  const denied = filters.filter(({ where }) =>
    (where.op === 'and' ? where.args : [where]).some((one) => one.op === 'ne' && textsOf(one).length > 0),
  )
  const mixed = denied.find(({ column }) =>
    filters.some((other) => other.column === column && (other.where.op === 'eq' || other.where.op === 'in')),
  )
  if (mixed === undefined) return undefined
  return { reason: 'ambiguous', text: languages[language].texts.unclearNegation(mixed.column.name) }
}

/** Texts that a comparison is with. */
function textsOf(where: Expression): string[] {
  if (where.op !== 'eq' && where.op !== 'ne' && where.op !== 'in') return []
  return where.args.flatMap((argument) => (argument.op === 'text' ? [argument.value] : []))
}
