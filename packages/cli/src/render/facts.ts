import { padTo, wrapParts } from './printable.js'
import type { Style } from './style.js'

/** A label with what stands beside it: either parts, joined by ` · `, or a sentence, broken between words. */
export type Fact = readonly [label: string, value: string | readonly string[]]

const labelWidth = 11

/** Labelled lines with a hanging indent; facts without a value are left out. */
export function renderFacts(facts: readonly Fact[], style: Style, columns: number): string {
  const width = Math.max(20, columns - labelWidth - 3)
  return facts
    .map(([label, value]): [string, string[]] => [
      label,
      typeof value === 'string' ? wrapParts(value.split(' '), ' ', width) : wrapParts(value, ' · ', width),
    ])
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([label, lines]) =>
      lines.map(
        (line, index) => `  ${style.dim(padTo(index === 0 ? label : '', labelWidth, 'left'))}${line}\n`,
      ),
    )
    .join('')
}

/** A paragraph, indented by two. */
export function renderParagraph(text: string, columns: number): string {
  return wrapParts(text.split(' '), ' ', Math.max(20, columns - 3))
    .map((line) => `  ${line}\n`)
    .join('')
}
