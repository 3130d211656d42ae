import type { AssayError } from '@assay/store/error'
import { formatCount } from './numbers.js'
import { toPrintable, wrapParts } from './printable.js'
import type { Style } from './style.js'

/** An error for people: the sentence, the place in the data, the next step, and the code to search for. */
export function renderError(error: AssayError, style: Style, columns: number): string {
  const width = Math.max(20, columns - 10)
  const block = (label: string, text: string, paint: (text: string) => string) =>
    wrapParts(toPrintable(text).split(' '), ' ', width)
      .map((line, index) => `  ${paint((index === 0 ? label : '').padEnd(7))}${line}\n`)
      .join('')
  const place = error.message.includes(' line ') ? '' : describePlace(error.details)
  return [
    block('error', error.message, style.bad),
    place === '' ? '' : block('at', place, style.dim),
    error.hint === undefined ? '' : block('try', error.hint, style.accent),
    block('code', error.code, style.dim),
  ].join('')
}

function describePlace(details: Readonly<Record<string, unknown>>): string {
  const { line, column, offset } =
    details['location'] && typeof details['location'] === 'object'
      ? ({ ...details['location'] } as Readonly<Record<string, unknown>>)
      : details
  if (typeof line !== 'number' || typeof column !== 'number' || typeof offset !== 'number') return ''
  return `line ${formatCount(line)}, column ${formatCount(column)} (byte ${formatCount(offset)})`
}
