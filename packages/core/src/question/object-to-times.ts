import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { splitWords } from '../catalog/name-words.js'
import { columnsOf } from '../plan/columns-of.js'
import type { Objection, Placed } from './constituent.js'
import type { Lattice } from './elements.js'
import { expressionOf } from './joined-columns.js'
import { languageCodes, languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'
import { allTimesOf, isTime } from './link-times.js'
import { rememberFor } from './remember.js'
import { nameStemsOf } from './stems.js'
import type { Token } from './tokens.js'
import { isVerbForm } from './verb-forms.js'

/** What is unclear about the times of a reading: of which event they are, and whether they are of one at all. */
export function objectToTimes(parts: readonly Placed[], lattice: Lattice): Objection | undefined {
  return objectToOtherEvent(parts, lattice) ?? objectToPresence(parts, lattice)
}

/**
 * `in what year was Rain released`, answered by `Year` beside a column of dates, or by `Year recorded`: the year may be
 * that of another event.
 */
function objectToOtherEvent(parts: readonly Placed[], lattice: Lattice): Objection | undefined {
  const { table, language } = lattice
  const asked = parts.flatMap(({ part }) =>
    (part.kind === 'column' || part.kind === 'ask') && part.column !== undefined ? [part.column] : [],
  )
  const time = asked.find((column) => isTime(column) && column.reading?.kind !== 'date' && isOwn(column))
  if (time === undefined) return undefined
  const events = eventsIn(lattice)
  if (events.length === 0 || isSaidBy(time, stemsOfWords(events))) return undefined
  const others = table.columns.filter(
    (column) => column !== time && isOwn(column) && column.reading?.kind === 'date',
  )
  if (others.length === 0 && !namesEvent(time)) return undefined
  const text = languages[language].texts.otherEvent(time.name, events[0]!)
  return { reason: 'ambiguous', text }
}

/** `how many employees were there in 2022`: neither those hired in that year nor those that left are all. */
function objectToPresence(parts: readonly Placed[], lattice: Lattice): Objection | undefined {
  if (!parts.some(({ part }) => part.kind === 'count')) return undefined
  const { table, tokens, language } = lattice
  const start = startOf(table)
  if (start === undefined) return undefined
  const times = parts.flatMap(({ part }) => {
    if (part.kind !== 'filter') return []
    const names = columnsOf(part.where)
    return allTimesOf(table).filter((one) =>
      names.some((name) => name === one.name || name === one.reading?.column),
    )
  })
  const said = stemsOfTokens(tokens)
  if (times.every((one) => isSaidBy(one, said)) || eventsIn(lattice).length > 0) return undefined
  return { reason: 'ambiguous', text: languages[language].texts.onlyBegan(start.name) }
}

const startOf = rememberFor((table: CatalogTable): CatalogColumn | undefined =>
  allTimesOf(table).find((one) => isOwn(one) && wordsOfName(one).some(isStart)),
)

function isStart(word: string): boolean {
  return languageCodes.some((code) => languages[code].startNames.includes(word))
}

/** A column as it stands in the data: not a part of a date, nor what its texts read as. */
function isOwn(column: CatalogColumn): boolean {
  return column.derivedFrom === undefined && expressionOf(column) === undefined
}

/** Verbs of the question that say what happened. */
const eventsIn = rememberFor(({ tokens, at, language }: Lattice): readonly string[] => {
  const { eventVerbs } = lexiconOf(language)
  return tokens.flatMap(({ fold }, i) =>
    eventVerbs.has(fold) || at[i]!.some((one) => one.kind === 'light' && one.isEvent) ? [fold] : [],
  )
})

const wordsOfName = rememberFor(({ path }: CatalogColumn): readonly string[] =>
  splitWords(path.at(-1) ?? '').map(foldText),
)

/** The name says what happened then (`Year recorded`, `hired`). */
function namesEvent(column: CatalogColumn): boolean {
  return wordsOfName(column).some(isVerbForm)
}

const stemsOfName = rememberFor((column: CatalogColumn) => wordsOfName(column).map(nameStemsOf))

const stemsOfTokens = rememberFor((tokens: readonly Token[]) => stemsOfWords(tokens.map(({ fold }) => fold)))

function stemsOfWords(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap(nameStemsOf))
}

function isSaidBy(column: CatalogColumn, said: ReadonlySet<string>): boolean {
  return stemsOfName(column).some((stems) => stems.some((stem) => said.has(stem)))
}
