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
  const century = twoDigits(bytes, start)
  const year = twoDigits(bytes, start + 2)
  const month = twoDigits(bytes, start + 5)
  const day = twoDigits(bytes, start + 8)
  if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1) return false
  if (day > 28 && day > daysOf(century * 100 + year, month)) return false
  scannedDate.zoned = false
  scannedDate.isoEnd = end
  scannedDate.order = (((century * 100 + year) * 12 + month) * 31 + day) * daySeconds
  return size === dateBytes || scanTime(bytes, start, end)
}

function scanTime(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start + 10] !== letterT || bytes[start + 13] !== colon || bytes[start + 16] !== colon)
    return false
  const hour = twoDigits(bytes, start + 11)
  const minute = twoDigits(bytes, start + 14)
  const second = twoDigits(bytes, start + 17)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false
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
  scannedDate.order += (hour * 60 + minute) * 60 + second
  return at === end
}

/** The number of two digits, -1 when they are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - zero
  const ones = bytes[at + 1]! - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

/** Gregorian, also before 1582, as ISO 8601 has it. */
export function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
