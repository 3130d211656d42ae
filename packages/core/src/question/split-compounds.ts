import { foldText } from '../catalog/fold-text.js'
import { type Language, languages } from './languages/index.js'
import type { Token } from './tokens.js'

const minPart = 3
const minTail = 3
/** Longer words are no compounds that anybody writes, and would be taken apart in thousands of ways. */
const maxLetters = 60
/** Letters that join the parts of a compound (`Buche-n-träger`, `Qualität-s-klasse`). */
const joins = ['', 's', 'n', 'en', 'es', 'e', 'er']

/** Ways to take a word apart into two, each a token at its place; none in languages that do not join nouns. */
export function splitCompound(token: Token, language: Language): [Token, Token][] {
  const { compounds } = languages[language].inflection
  if (!compounds || token.kind !== 'word' || !/^\p{L}+$/u.test(token.text)) return []
  if (token.text.length > maxLetters) return []
  const splits: [Token, Token][] = []
  for (let at = minPart; at <= token.text.length - minTail; at++) {
    const [head, tail] = [token.text.slice(0, at), token.text.slice(at)]
    const capital = tail[0]!.toUpperCase() + tail.slice(1)
    const end = token.start + at
    splits.push([
      { kind: 'word', text: head, fold: foldText(head), start: token.start, end, trail: '' },
      { kind: 'word', text: capital, fold: foldText(tail), start: end, end: token.end, trail: token.trail },
    ])
  }
  return splits.flatMap(([head, tail]) =>
    joins
      .filter((join) => head.fold.endsWith(join) && head.fold.length - join.length >= minPart)
      .map((join): [Token, Token] => [
        { ...head, fold: head.fold.slice(0, head.fold.length - join.length), text: head.text },
        tail,
      ]),
  )
}
