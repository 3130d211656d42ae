import { formatUsd } from '@assay/cost-tracker'
import type { Explanation } from '@assay/sdk'
import { renderFacts, renderParagraph } from './facts.js'
import { formatCount } from './numbers.js'
import { toPrintable } from './printable.js'
import type { Style } from './style.js'

/** A plan as a tree, with how it was read and the most it can cost; or why there is none. */
export function renderExplanation(explanation: Explanation, style: Style, columns: number): string {
  const { reading, tree, maxNanoUsd, rowsToScan, rowsProbed, planHash } = explanation
  const ran =
    rowsProbed === 0
      ? 'nothing was run'
      : `${formatCount(rowsProbed)} rows read to choose a reading, the plan not run`
  const unsupported = reading?.status === 'unsupported' ? reading : null
  const head =
    unsupported === null
      ? tree
          .trimEnd()
          .split('\n')
          .map((line) => `  ${toPrintable(line)}\n`)
          .join('')
      : style.caution(renderParagraph(toPrintable(unsupported.text), columns))
  return `${head}\n${renderFacts(
    [
      ['read as', [...new Set((reading?.reading ?? []).map((word) => toPrintable(word.as)))]],
      ['assuming', reading?.status === 'plan' ? reading.assumptions.map(toPrintable) : []],
      ['unplaced', (unsupported?.unplaced ?? []).map(({ word }) => `"${toPrintable(word)}"`)],
      ['nearest', (unsupported?.nearest ?? []).map(toPrintable)],
      ['plan', planHash === null ? [] : [planHash]],
      [
        'price',
        unsupported === null
          ? [`at most $${formatUsd(BigInt(maxNanoUsd))}`, `${formatCount(rowsToScan)} rows to scan`, ran]
          : [ran],
      ],
    ],
    style,
    columns,
  )}`
}
