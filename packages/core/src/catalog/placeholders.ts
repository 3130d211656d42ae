import { foldText } from './fold-text.js'

/**
 * Texts that say "there is no value here", folded (`foldText`), in English and German. Kept small on purpose:
 * `none`, `kein`, `0`, `false` and `na` (Namibia's code) are values in many columns and are not listed.
 */
export const placeholders: readonly string[] = [
  '-',
  '--',
  '---',
  '–',
  '—',
  '?',
  'n/a',
  'n.a.',
  '#n/a',
  'nan',
  'null',
  'nil',
  'unknown',
  'undefined',
  'not available',
  'not specified',
  'unbekannt',
  'k.a.',
  'k. a.',
  'k.a',
  'keine angabe',
  'keine angaben',
  'nicht angegeben',
  'nicht verfugbar',
  'n. a.',
  'n.v.',
  'n. v.',
]

const known = new Set(placeholders)
const longest = 64
const firsts = new Set(placeholders.map((text) => text[0]!))

/** Whether the fold may begin as a placeholder does: folding leaves ASCII as it is but for case. */
function mayBeKnown(text: string): boolean {
  const first = text.trimStart()[0] ?? ''
  return first > '\u007f' || firsts.has(first.toLowerCase())
}

/** True for a text that stands for a missing value (`–`, `n/a`, `unbekannt`); the empty and blank text are not meant. */
export function isPlaceholder(text: string): boolean {
  return text.length <= longest && mayBeKnown(text) && known.has(foldText(text))
}
