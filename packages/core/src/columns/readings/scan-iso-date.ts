const zero = 0x30
const dash = 0x2d
const colon = 0x3a
const point = 0x2e
const letterT = 0x54
const letterZ = 0x5a
const dateBytes = 10
const timeBytes = 19
const maxFractionDigits = 9
const daySeconds = 86_400

/**
 * Of the date scanned last by `scanIsoDate`: where its ISO text without zone ends, whether a `Z` follows, and a number
 * that is less than that of another only where its ISO text comes before the other's: without fractions of a second.
 */
export const scannedDate = { isoEnd: 0, zoned: false, order: 0 }

/**
 * True for bytes that are `1998-06-12`, `1998-06-12T10:00:00` or `1998-06-12T10:00:00.25`, the latter two also with a
 * `Z`, and a day of the calendar: as nearly all dates of machines are. What `readDate` gives of them stands in them.
 */
export function scanIsoDate(bytes: Uint8Array, start: number, end: number): boolean {
  const size = end - start
  if (size !== dateBytes && size < timeBytes) return false
  if (bytes[start + 4] !== dash || bytes[start + 7] !== dash) return false
  const y1 = bytes[start]! - zero
  const y2 = bytes[start + 1]! - zero
  const y3 = bytes[start + 2]! - zero
  const y4 = bytes[start + 3]! - zero
  const m1 = bytes[start + 5]! - zero
  const m2 = bytes[start + 6]! - zero
  const d1 = bytes[start + 8]! - zero
  const d2 = bytes[start + 9]! - zero
  // Negative where one of them is no digit: one test for all.
  if ((y1 | y2 | y3 | y4 | m1 | m2 | d1 | d2) < 0) return false
  if (((9 - y1) | (9 - y2) | (9 - y3) | (9 - y4) | (9 - m1) | (9 - m2) | (9 - d1) | (9 - d2)) < 0)
    return false
  const year = ((y1 * 10 + y2) * 10 + y3) * 10 + y4
  const month = m1 * 10 + m2
  const day = d1 * 10 + d2
  if (month < 1 || month > 12 || day < 1) return false
  if (day > 28 && day > daysOf(year, month)) return false
  scannedDate.zoned = false
  scannedDate.isoEnd = end
  scannedDate.order = ((year * 12 + month) * 31 + day) * daySeconds
  return size === dateBytes || scanTime(bytes, start, end)
}

function scanTime(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start + 10] !== letterT || bytes[start + 13] !== colon || bytes[start + 16] !== colon)
    return false
  const h1 = bytes[start + 11]! - zero
  const h2 = bytes[start + 12]! - zero
  const m1 = bytes[start + 14]! - zero
  const m2 = bytes[start + 15]! - zero
  const s1 = bytes[start + 17]! - zero
  const s2 = bytes[start + 18]! - zero
  // With digits of at most 5 before them, minutes and seconds are at most 59.
  if ((h1 | h2 | m1 | m2 | s1 | s2) < 0) return false
  if (((9 - h1) | (9 - h2) | (5 - m1) | (9 - m2) | (5 - s1) | (9 - s2)) < 0) return false
  const hour = h1 * 10 + h2
  if (hour > 23) return false
  let at = start + timeBytes
  let isoEnd = at
  if (bytes[at] === point && at < end) {
    const first = ++at
    while (at < end && bytes[at]! >= zero && bytes[at]! <= zero + 9) {
      if (bytes[at++] !== zero) isoEnd = at
    }
    if (at === first || at - first > maxFractionDigits) return false
  }
  if (at === end - 1 && bytes[at] === letterZ) {
    scannedDate.zoned = true
    at++
  }
  scannedDate.isoEnd = isoEnd
  scannedDate.order += (hour * 60 + m1 * 10 + m2) * 60 + s1 * 10 + s2
  return at === end
}

/** Gregorian, also before 1582, as ISO 8601 has it. */
export function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
