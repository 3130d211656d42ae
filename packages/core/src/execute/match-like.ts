/** What a pattern asks for, one after the other: any run, any code point, or this UTF-16 unit. */
export type LikePattern = readonly number[]

const anyRun = -1
const anyPoint = -2

/** A pattern of LIKE. What stands behind `escaping` means itself; one that escapes nothing matches no text, as in SQLite. */
export function readPattern(pattern: string, escaping?: string): LikePattern {
  const parts: number[] = []
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at)
    if (escaping !== undefined && pattern.startsWith(escaping, at)) {
      at += escaping.length
      parts.push(at < pattern.length ? lower(pattern.charCodeAt(at)) : Number.NaN)
    } else if (unit === 0x25) parts.push(anyRun)
    else parts.push(unit === 0x5f ? anyPoint : lower(unit))
  }
  return parts
}

/**
 * SQLite's LIKE: `%` any run, `_` one code point, ASCII letters without case, everything else as it is. Runs in
 * at most text × pattern steps.
 */
export function matchLike(text: string, pattern: LikePattern): boolean {
  let t = 0
  let p = 0
  let retryText = -1
  let retryPattern = -1
  while (t < text.length) {
    const wanted = pattern[p]
    if (wanted === anyRun) {
      retryPattern = ++p
      retryText = t
    } else if (wanted === anyPoint) {
      t += widthAt(text, t)
      p++
    } else if (wanted === lower(text.charCodeAt(t))) {
      t++
      p++
    } else if (retryPattern >= 0) {
      p = retryPattern
      retryText += widthAt(text, retryText)
      t = retryText
    } else {
      return false
    }
  }
  while (pattern[p] === anyRun) p++
  return p === pattern.length
}

function widthAt(text: string, index: number): number {
  return text.codePointAt(index)! > 0xffff ? 2 : 1
}

function lower(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit
}
