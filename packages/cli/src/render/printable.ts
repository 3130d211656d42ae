const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u
const zeroWidth = /^\p{M}+$/u
const plain = /^[\x20-\x7e]*$/
/** Controls, direction overrides and lone surrogates: text from data must not steer the terminal. */
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Cs}/gu
const named = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** Text as it may stand on one line of a terminal: what would move the cursor or turn the direction is escaped. */
export function toPrintable(text: string): string {
  if (plain.test(text)) return text
  return text.replace(
    unprintable,
    (character) => named.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Lines as they may stand on a terminal: their ends stay, all else that steers it is escaped. */
export function toInertLines(text: string): string {
  return text.split('\r\n').map(toPrintable).join('\r\n')
}

/** Cells that a printable text takes (Unicode UAX #11: wide characters take two). */
export function measureWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text))
    width += zeroWidth.test(segment) ? 0 : wide.test(segment) ? 2 : 1
  return width
}

/** The text within `width` cells, its end replaced by `…` when it is longer. */
export function cutToWidth(text: string, width: number): string {
  // Longer than any cell could show: not worth segmenting to the end.
  const head = text.length > 4 * width + 64 ? text.slice(0, 4 * width + 64) : text
  if (head.length === text.length && measureWidth(head) <= width) return head
  let result = ''
  let used = 0
  for (const { segment } of graphemes.segment(head)) {
    const next = measureWidth(segment)
    if (used + next > width - 1) break
    result += segment
    used += next
  }
  return `${result}…`
}

/** Fills up to `width` cells. */
export function padTo(text: string, width: number, side: 'left' | 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - measureWidth(text)))
  return side === 'left' ? text + fill : fill + text
}

/**
 * Lines of at most `width` cells, broken between `parts`, which `separator` joins. A longer part is broken between
 * its words; a word that is longer still is cut.
 */
export function wrapParts(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  const add = (text: string, glue: string) => {
    const joined = line === '' ? text : line + glue + text
    if (measureWidth(joined) <= width) line = joined
    else {
      if (line !== '') lines.push(line)
      line = text
    }
  }
  for (const part of parts) {
    const pieces = measureWidth(part) <= width ? [part] : part.split(' ')
    for (const [index, piece] of pieces.entries())
      add(cutToWidth(piece, width), index === 0 ? separator : ' ')
  }
  if (line !== '') lines.push(line)
  return lines
}
