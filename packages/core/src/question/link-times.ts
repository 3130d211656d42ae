import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import { datePartsOf } from './date-parts.js'
import type { Element } from './elements.js'
import { expressionOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { lexiconOf, phraseOf } from './lexicon-index.js'
import { readColumnName } from './name-forms.js'
import { rememberFor } from './remember.js'
import { nameStemsOf, stemsOf } from './stems.js'
import type { Token } from './tokens.js'
import { isVerbForm } from './verb-forms.js'

const partCost = 0.1
const verbCost = 0.02

/**
 * `in what year`, where no column is called so: the year of the one column of dates, or of the one that a verb of the
 * question names (`built` of `Year built` or `Built`); so is "when" of that one.
 */
export function linkTimes(
  tokens: readonly Token[],
  table: CatalogTable,
  known: readonly Element[],
  language: Language,
): Element[] {
  const { dates, roles } = languages[language]
  const timeNames = roles.flatMap(({ names, orElse }) => (orElse === 'date' ? names : []))
  const whenWords = roles.flatMap(({ words, orElse }) => (orElse === 'date' ? words : []))
  const verbs = tokens.flatMap(({ kind, fold }, at) => (kind === 'word' && isVerbForm(fold) ? [at] : []))
  const said = verbs.flatMap((at) => {
    const verbStems = stemsOf(tokens[at]!.fold, languages[language])
    return timesByVerb(table)
      .filter(({ stems }) => verbStems.some((stem) => stems.has(stem)))
      .map(({ column }) => ({ column, at }))
  })
  const [named] = said
  const isEnd = known.some((one) => one.kind === 'word' && one.meaning.kind === 'end')
  const timed = known.flatMap((one): Element[] => {
    if (!isEnd || one.kind !== 'column' || !timesByVerb(table).some(({ column }) => column === one.column))
      return []
    const { start, end, cost, column } = one
    const isNoun = timeNames.includes(tokens[end - 1]!.fold)
    if (isNoun) return []
    return isVerbForm(tokens[start]!.fold) || tokens[start - 1]?.fold === 'to'
      ? [{ kind: 'timed', start, end, cost, column }]
      : []
  })
  const isOne = named !== undefined && said.every(({ column }) => column === named.column)
  const asked = tokens.flatMap(({ kind, fold }, start): Element[] => {
    if (kind !== 'word') return []
    const end = start + 1
    const isWhen = whenWords.includes(fold)
    const isYear = Object.hasOwn(dates.units, fold) && dates.units[fold] === 'year'
    if (!isWhen && !isYear) return []
    const isNamed = known.some((one) => one.kind === 'column' && one.start <= start && start < one.end)
    if (isYear && (isNamed || known.some((one) => one.kind === 'date' && one.start === start))) return []
    if (isOne) {
      const column = isYear ? yearOf(named.column, table) : named.column
      const light = {
        kind: 'light',
        start: named.at,
        end: named.at + 1,
        cost: verbCost,
        isEvent: true,
      } as const
      const time = isYear
        ? ({ kind: 'column', start, end, cost: partCost, column, derived: false } as const)
        : ({ kind: 'asked', start, end, cost: partCost, column } as const)
      return [time, light]
    }
    const [part, ...others] = isYear ? datePartsOf(table, 'year') : []
    if (part === undefined || others.length > 0 || said.length > 0) return []
    return isInFiller(tokens, start, language)
      ? []
      : [{ kind: 'column', start, end, cost: partCost, column: part, derived: false }]
  })
  return [...timed, ...asked]
}

/** `of the year` says nothing of a year. */
function isInFiller(tokens: readonly Token[], at: number, language: Language): boolean {
  const { fillers, maxPhraseWords } = lexiconOf(language)
  for (let start = at; start >= Math.max(0, at + 1 - maxPhraseWords); start--)
    if (fillers.has(phraseOf(tokens, start, at + 1) ?? '')) return true
  return false
}

function yearOf(column: CatalogColumn, table: CatalogTable): CatalogColumn {
  return datePartsOf(table, 'year').find(({ name }) => name === `${column.name}.year`) ?? column
}

const [firstYear, lastYear] = [1000, 2999]

/** Columns of dates or years that are called by a verb, with its forms. */
const timesByVerb = rememberFor((table: CatalogTable) =>
  table.columns.flatMap((column) => {
    if (column.derivedFrom !== undefined || expressionOf(column) !== undefined || !isTime(column)) return []
    const words = readColumnName(column.path).forms.flatMap((form) => (form.cost === 0 ? form.words : []))
    const verbs = words.filter(isVerbForm)
    return verbs.length === 0 ? [] : [{ column, stems: new Set(verbs.flatMap(nameStemsOf)) }]
  }),
)

/** Dates, or whole numbers that can be years. */
export function isTime({ reading, type, integer, minNumber, maxNumber, path }: CatalogColumn): boolean {
  if (reading?.kind === 'date') return true
  const isWhole = type === 'number' ? integer : reading?.kind === 'number' && reading.integer
  const [least, most] =
    type === 'number' ? [minNumber, maxNumber] : reading?.kind === 'number' ? [reading.min, reading.max] : []
  return (
    isWhole === true &&
    Number(least) >= firstYear &&
    Number(most) <= lastYear &&
    splitWords(path.at(-1) ?? '').length > 0
  )
}

/** All columns of times, whole dates and parts of them, in the order of the table. */
export const allTimesOf = rememberFor((table: CatalogTable) => table.columns.filter(isTime))
