import { foldText } from '../catalog/fold-text.js'

/** A word, sign or quoted text of the question; `start` and `end` are UTF-16 offsets into it. */
export interface Token {
  readonly kind: 'word' | 'sign' | 'quoted'
  /** As written; of a quoted text what stands between its quotes. */
  readonly text: string
  /** Folded; a sign is its own fold, because folding turns `≠` into `=`. */
  readonly fold: string
  readonly start: number
  readonly end: number
  /** Punctuation that follows without space, outside the token. */
  readonly trail: string
}

const quotePairs: readonly (readonly [open: string, close: string])[] = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['«', '»'],
  ['»', '«'],
  ['‚', '‘'],
  ['‘', '’'],
  ["'", "'"],
]
const signPattern = /^(?:>=|<=|!=|<>|==|[<>=≥≤≠$€£%°])/u
const wordPattern = /^[^\s<>=≥≤≠$€£%°"“”„«»]+/u
const leadingPunctuation = /^[([{¿¡,;:]+/u
const trailingPunctuation = /[.,;:!?)\]}…]+$/u

/** Words, numbers, signs and quoted texts in their order. Nothing of the question but white space and punctuation is left out. */
export function readTokens(question: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < question.length) {
    const rest = question.slice(at)
    const space = /^[\s\u200B\uFEFF]+/u.exec(rest)
    if (space !== null) {
      at += space[0].length
      continue
    }
    const token = readQuoted(question, at) ?? readSign(rest, at) ?? readWord(rest, at)
    if (token === undefined) {
      at += 1
      continue
    }
    if (token.text !== '') tokens.push(token)
    at = Math.max(token.end + token.trail.length, at + 1)
  }
  return tokens
}

function readQuoted(question: string, at: number): Token | undefined {
  for (const [open, close] of quotePairs) {
    if (!question.startsWith(open, at)) continue
    const end = closeOf(question, at + open.length, close)
    if (end === -1) continue
    const text = question.slice(at + open.length, end)
    return { kind: 'quoted', text, fold: foldText(text), start: at, end: end + close.length, trail: '' }
  }
  return undefined
}

/** An apostrophe inside a word does not close a quote. */
function closeOf(question: string, from: number, close: string): number {
  for (let end = question.indexOf(close, from); end !== -1; end = question.indexOf(close, end + 1)) {
    if (end > from && !/[\p{L}\p{N}]/u.test(question[end + close.length] ?? ' ')) return end
  }
  return -1
}

function readSign(rest: string, at: number): Token | undefined {
  const sign = signPattern.exec(rest)?.[0]
  return sign === undefined
    ? undefined
    : { kind: 'sign', text: sign, fold: sign, start: at, end: at + sign.length, trail: '' }
}

function readWord(rest: string, at: number): Token | undefined {
  const lead = leadingPunctuation.exec(rest)?.[0].length ?? 0
  const run = wordPattern.exec(rest.slice(lead))?.[0]
  if (run === undefined) return undefined
  const trail = trailingPunctuation.exec(run)?.[0] ?? ''
  const bare = run.slice(0, run.length - trail.length)
  const start = at + lead
  if (/^[-–—]*$/u.test(bare))
    return { kind: 'word', text: '', fold: '', start, end: start + bare.length, trail }
  const word = bare.replace(/['’]s$/u, (ending) => (isContraction(bare) ? ending : ''))
  return { kind: 'word', text: word, fold: foldText(word), start, end: start + bare.length, trail }
}

/** `what's` holds a verb, `1900's` are many years; `director's` is a genitive, whose ending carries nothing. */
function isContraction(word: string): boolean {
  return /^(?:what|who|where|how|that|there|it|[12]\d{2}0)['’]s$/iu.test(word)
}
