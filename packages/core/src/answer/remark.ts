import { columnsOf } from '../execute/compile-expression.js'
import type { Result } from '../execute/result.js'
import type { Language } from '../question/languages/index.js'
import type { PlanOutline } from '../question/outline-plan.js'
import { formatAmount } from './format-cell.js'
import { answerTexts } from './languages/index.js'

/** What the answer could not use, column by column: `153 of 801 have no width`. */
export function remarkOnCoverage(outline: PlanOutline, result: Result, language: Language): string[] {
  const texts = answerTexts[language]
  const { considered, skipped } = result.coverage
  const all = formatAmount(considered, language)
  const filtered = outline.where === undefined ? undefined : new Set(columnsOf(outline.where))
  // A column that only what matched was asked for is missing among those, not among all.
  const total = (column: string): string =>
    filtered === undefined || filtered.has(column) ? all : texts.matching
  const without = new Map<string, number>()
  const wrong = new Map<string, number>()
  let badLines = 0
  for (const { reason, records } of skipped) {
    const colon = reason.indexOf(': ')
    const [kind, column] = colon === -1 ? [reason, ''] : [reason.slice(0, colon), reason.slice(colon + 2)]
    if (kind === 'bad-line') badLines += records
    else {
      const counts = kind === 'wrong-type' ? wrong : without
      counts.set(column, (counts.get(column) ?? 0) + records)
    }
  }
  return [
    ...[...without].map(([column, records]) =>
      texts.without(formatAmount(records, language), total(column), column),
    ),
    ...[...wrong].map(([column, records]) =>
      texts.wrongType(formatAmount(records, language), total(column), column),
    ),
    ...(badLines === 0 ? [] : [texts.badLines(formatAmount(badLines, language))]),
  ]
}
