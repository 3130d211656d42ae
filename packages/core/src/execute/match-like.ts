const percent = 0x25
const underscore = 0x5f

/**
 * SQLite's LIKE: `%` any run, `_` one code point, ASCII letters without case, everything else as it is. Runs in
 * at most text × pattern steps.
 */
export function matchLike(text: string, pattern: string): boolean {
  let t = 0
  let p = 0
  let retryText = -1
  let retryPattern = -1
  while (t < text.length) {
    const wanted = pattern.charCodeAt(p)
    if (wanted === percent) {
      retryPattern = ++p
      retryText = t
    } else if (wanted === underscore) {
      t += widthAt(text, t)
      p++
    } else if (lower(wanted) === lower(text.charCodeAt(t))) {
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
  while (pattern.charCodeAt(p) === percent) p++
  return p === pattern.length
}

function widthAt(text: string, index: number): number {
  return text.codePointAt(index)! > 0xffff ? 2 : 1
}

/** NaN behind the end of the pattern equals nothing. */
function lower(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit
}
