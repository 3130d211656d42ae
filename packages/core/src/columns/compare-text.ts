/** Order of two texts by Unicode code points, which is the order of their WTF-8 bytes (SQLite's BINARY). */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return rankAt(a, i) < rankAt(b, i) ? -1 : 1
  }
  return a.length < b.length ? -1 : 1
}

/** A code unit; halves of a pair stand for a code point above U+FFFF, so they rank behind all others, lone halves too. */
function rankAt(text: string, i: number): number {
  const unit = text.charCodeAt(i)
  const isHalf =
    (isHigh(unit) && isLow(text.charCodeAt(i + 1))) || (isLow(unit) && isHigh(text.charCodeAt(i - 1)))
  return isHalf ? unit + 0x10000 : unit
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
