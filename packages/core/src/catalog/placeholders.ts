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

/** True for a text that stands for a missing value (`–`, `n/a`, `unbekannt`); the empty and blank text are not meant. */
export function isPlaceholder(text: string): boolean {
  return text.length <= longest && known.has(foldText(text))
}
