import type { CatalogTable } from '../catalog/catalog.js'
import type { Element, ElementOf } from './elements.js'
import { type Language, languages } from './languages/index.js'
import type { Meaning } from './languages/language.js'
import { lexiconOf } from './lexicon-index.js'
import { type Cells, wordsOfText } from './read-cells.js'
import { isOpposed, relationBefore, relationCost } from './relations.js'
import type { Token } from './tokens.js'

const containedCost = 0.2
const maxWords = 6
/** What nearly all rows say tells nothing of some (`3 acts`). */
const maxShare = 0.8

/**
 * Values met by words inside them (`canada` for `Toronto, Canada`), of words that mean nothing else here: every text
 * that holds them is meant. The longest stretch of words that some text holds is taken.
 */
export function linkContained(
  tokens: readonly Token[],
  table: CatalogTable,
  cells: Cells,
  known: readonly Element[],
  language: Language,
): ElementOf<'value'>[] {
  const isKnown = tokens.map((_, at) => known.some(({ start, end }) => start <= at && at < end))
  const { reserved, functionWords } = lexiconOf(language)
  const isContent = tokens.map(
    ({ fold, kind }, at) =>
      kind !== 'sign' && !functionWords.has(fold) && (!reserved.has(fold) || !isKnown[at]),
  )
  const asked = new Set(
    known.flatMap((element) => (element.kind === 'word' && asks(element.meaning) ? [element.end] : [])),
  )
  const found: ElementOf<'value'>[] = []
  for (let start = 0; start < tokens.length; start++) {
    if (!isContent[start]) continue
    for (let end = Math.min(tokens.length, start + maxWords); end > start; end--) {
      if (!isContent[end - 1] || isKnown.slice(start, end).every(Boolean)) continue
      const part = tokens.slice(start, end)
      if (part.length === 1 && asked.has(afterFunctionWords(tokens, start, functionWords))) continue
      const words = part.flatMap(({ text }) => wordsOfText(text))
      if (words.length === 0 || !words.some(isTelling)) continue
      const matches = cells.find(words)
      const relation = relationBefore(tokens, start, language)
      for (const { column, texts } of matches) {
        const rows = texts.reduce((sum, item) => sum + item.rows, 0)
        const isWhole = texts.every(({ segments }) => segments.includes(words.join(' ')))
        if (texts.length > 1 && !isWhole) continue
        const describes = texts.length > 1 && part.length === 1 && isVerbForm(words[0]!, language)
        if (describes || rows > table.rows * maxShare || isOpposed(relation, column, table)) continue
        found.push({
          kind: 'value',
          start,
          end,
          cost: containedCost + relationCost(relation, column),
          column,
          texts: texts.map(({ text }) => text).sort(),
          numeric: false,
          inside: true,
          rows,
        })
      }
      if (matches.length > 0) break
    }
  }
  return found.filter(({ start, end }) => !found.some((other) => isInside(start, end, other)))
}

function isInside(
  start: number,
  end: number,
  other: { readonly start: number; readonly end: number },
): boolean {
  return other.start <= start && end <= other.end && other.end - other.start > end - start
}

/** What is asked for or counted is no value (`what city has the most` where one is called Star City). */
function asks({ kind }: Meaning): boolean {
  return kind === 'ask' || kind === 'count' || kind === 'most' || kind === 'superlative'
}

function afterFunctionWords(
  tokens: readonly Token[],
  start: number,
  functionWords: ReadonlySet<string>,
): number {
  let at = start
  while (at > 0 && functionWords.has(tokens[at - 1]!.fold)) at--
  return at
}

/** `published`, first or last: of the order rather than of the rows. */
function isVerbForm(word: string, language: Language): boolean {
  return languages[language].inflection.verbSuffixes.some((suffix) => word.endsWith(suffix))
}

function isTelling(word: string): boolean {
  return /^\p{L}{3,}$/u.test(word)
}
