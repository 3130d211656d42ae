import { textTooLong } from '../errors.js'

/** Number of code points. */
export function countPoints(text: string): number {
  if (!hasSurrogates(text)) return text.length
  let count = 0
  for (const _ of text) count++
  return count
}

/** SQLite's substr over code points: positions from 1, from the end when negative; a negative length lies before it. */
export function sliceText(text: string, start: number, length = Number.MAX_SAFE_INTEGER): string {
  const points = hasSurrogates(text) ? [...text] : text
  let from = start
  let count = Math.abs(length)
  if (from < 0) {
    from += points.length
    if (from < 0) {
      count = Math.max(0, count + from)
      from = 0
    }
  } else if (from > 0) {
    from--
  } else if (count > 0) {
    count--
  }
  if (length < 0) {
    from -= count
    if (from < 0) {
      count += from
      from = 0
    }
  }
  if (count <= 0) return ''
  const part = points.slice(from, from + count)
  return typeof part === 'string' ? part : part.join('')
}

/** Position of the first occurrence in code points from 1; 0 when there is none. */
export function positionOf(text: string, part: string): number {
  const at = text.indexOf(part)
  return at < 0 ? 0 : countPoints(text.slice(0, at)) + 1
}

/** The text without code points of `set` at its ends. */
export function trimText(text: string, set: string, ends: 'both' | 'start' | 'end'): string {
  const points = [...text]
  const members = new Set(set)
  let from = 0
  let to = points.length
  if (ends !== 'end') while (from < to && members.has(points[from]!)) from++
  if (ends !== 'start') while (to > from && members.has(points[to - 1]!)) to--
  return points.slice(from, to).join('')
}

/** Characters (UTF-16 units) that a computed text may have: a scalar's bound, so that nesting cannot multiply memory. */
const maxTextLength = 16 * 1024 * 1024

/** Refuses a text that a function would make longer than any scalar of the data may be. */
export function checkTextLength(length: number): void {
  if (length > maxTextLength) throw textTooLong(maxTextLength)
}

export function replaceText(text: string, part: string, other: string): string {
  if (part === '') return text
  if (other.length > part.length) {
    let found = 0
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++
    checkTextLength(text.length + found * (other.length - part.length))
  }
  return text.replaceAll(part, () => other)
}

function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text)
}
