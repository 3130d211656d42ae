import type { Verification } from '@assay/sdk'
import { renderFacts } from './facts.js'
import { formatCount, formatPlural } from './numbers.js'
import { toPrintable } from './printable.js'
import type { Style } from './style.js'

const mostMismatches = 10

/** Whether the evidence of an answer still stands in its source. */
export function renderVerification(verification: Verification, style: Style, columns: number): string {
  const { checked, mismatches, unverifiable, problems, full } = verification
  const head =
    mismatches.length > 0
      ? style.bad(
          `  ✗ ${formatCount(mismatches.length)} of ${formatPlural(checked, 'piece')} of evidence no longer match the source.`,
        )
      : problems.length > 0
        ? style.bad('  ✗ The answer is not what the data gives.')
        : full
          ? style.good('  ✓ The source is unchanged, and the query gives the same answer and evidence again.')
          : checked === 0
            ? style.caution('  The answer carries no evidence that could be checked.')
            : style.good(
                `  ✓ ${checked === 1 ? 'The evidence is' : `All ${formatCount(checked)} pieces of evidence are`} unchanged in the source.`,
              )
  return `${head}\n${renderFacts(
    [
      ...mismatches
        .slice(0, mostMismatches)
        .map(
          ({ source, pointer, expected, actual }) =>
            [
              'changed',
              `${toPrintable(source === undefined ? pointer : `${source} ${pointer}`)}: ${expected} is now ${actual}`,
            ] as const,
        ),
      [
        '',
        mismatches.length > mostMismatches
          ? [`and ${formatPlural(mismatches.length - mostMismatches, 'more')}`]
          : [],
      ],
      ...problems.map(({ part, problem }) => [part, toPrintable(problem)] as const),
      ['unchecked', unverifiable === 0 ? [] : [`${formatCount(unverifiable)} without a digest`]],
    ],
    style,
    columns,
  )}`
}
