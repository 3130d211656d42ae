import { foldText } from './fold-text.js'

const plainText = /^[\x20-\x7e]*$/
/** ASCII that words may hold beside letters and digits. */
const wordSigns = '$%#'

const Sort = { sign: 0, lower: 1, digit: 2, upper: 3, mark: 4 } as const

const sorts = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[a-z]/.test(character)) return Sort.lower
  if (/[A-Z]/.test(character)) return Sort.upper
  if (/[0-9]/.test(character)) return Sort.digit
  return wordSigns.includes(character) ? Sort.mark : Sort.sign
})

/** Folded words of a name or any text: cut at spaces, signs, and humps (`fireRating`, `IfcDoor`, `snake_case`). */
export function splitWords(text: string): string[] {
  return plainText.test(text) ? splitPlain(text) : splitAny(text)
}

function splitAny(text: string): string[] {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}\p{M}²³$€£%°#]+/u)
    .map(foldText)
    .filter((word) => word !== '')
}

/** The same of ASCII, which most names are: folding it is lower case. */
function splitPlain(text: string): string[] {
  const words: string[] = []
  const folded = text.toLowerCase()
  let start = 0
  let before: number = Sort.sign
  for (let at = 0; at < text.length; at++) {
    const sort = sorts[text.charCodeAt(at)]!
    if (sort === Sort.sign) {
      if (start < at) words.push(folded.slice(start, at))
      start = at + 1
    } else if (sort === Sort.upper && start < at && isHump(text, at, before)) {
      words.push(folded.slice(start, at))
      start = at
    }
    before = sort
  }
  if (start < text.length) words.push(folded.slice(start))
  return words
}

/** Whether a word begins with the capital at `at`: after what is no capital, or before what is lower case. */
function isHump(text: string, at: number, before: number): boolean {
  if (before === Sort.lower || before === Sort.digit) return true
  return before === Sort.upper && at + 1 < text.length && sorts[text.charCodeAt(at + 1)] === Sort.lower
}
