import type { Expression } from '../plan/algebra.js'
import { looksNumeric } from './column-roles.js'
import type { Placed } from './constituent.js'
import { next, nextWords, rememberAt, wordsOf } from './cursor.js'
import type { ElementOf, Lattice } from './elements.js'
import { countsRows, expressionOf } from './joined-columns.js'
import { languages } from './languages/index.js'
import type { Meaning } from './languages/language.js'
import { lexiconOf, phraseOf } from './lexicon-index.js'
import { placePart } from './place-part.js'
import { readFilters } from './read-filters.js'
import { readGroups } from './read-groups.js'
import { readMeasured, toMeasuredPart } from './read-measured.js'
import { readNamed } from './read-named.js'
import { columnsOfDimension } from './read-quantity.js'
import { mostOf, readRanks } from './read-ranks.js'

const maxAmount = 1000

/** Every part that may begin at a position. */
export const readParts = rememberAt((lattice, position): readonly Placed[] => {
  return [
    ...readHeads(lattice, position),
    ...readAsked(lattice, position),
    ...readNouns(lattice, position),
    ...readPartners(lattice, position),
    ...readBeside(lattice, position),
    ...readLight(lattice, position),
    ...readTimed(lattice, position),
    ...readFilters(lattice, position),
    ...readMeasured(lattice, position).map(toMeasuredPart(lattice)),
    ...readGroups(lattice, position),
    ...readRanks(lattice, position),
    ...readNamed(lattice, position),
    ...readAmounts(lattice, position),
  ]
})

function readHeads(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return next(lattice, position, 'word').flatMap(({ start, end, meaning }): Placed[] => {
    switch (meaning.kind) {
      case 'count':
        return [
          placePart(
            { kind: 'count', times: meaning.times ?? false, total: meaning.total ?? false },
            start,
            end,
            0,
            roles.count,
          ),
        ]
      case 'distinct':
        return [placePart({ kind: 'distinct' }, start, end, 0, roles.distinct)]
      case 'share':
        return [placePart({ kind: 'share' }, start, end, 0, roles.share)]
      case 'among':
        return [placePart({ kind: 'among' }, start, end, 0, roles.of)]
      case 'more':
        return [placePart({ kind: 'more', whether: meaning.whether ?? false }, start, end, 0, roles.more)]
      case 'than':
        return [placePart({ kind: 'than' }, start, end, 0, roles.more)]
      case 'exists':
        return [placePart({ kind: 'exists' }, start, end, 0, roles.exists)]
      case 'ask':
        return readAsk(lattice, start, end, meaning)
      case 'only':
        return [placePart({ kind: 'only' }, start, end, 0, roles.only)]
      case 'end': {
        const { last } = meaning
        return [placePart(meaning, start, end, 0, last ? roles.last : roles.first)]
      }
      case 'and':
        return [placePart({ kind: 'and' }, start, end, 0, roles.and)]
      case 'most':
        return [placePart(meaning, start, end, 0, mostOf(lattice, meaning))]
      default:
        return []
    }
  })
}

/** Asks, and may say for which quantity (`how long`). */
function readAsk(
  lattice: Lattice,
  start: number,
  end: number,
  { form, dimension, ...meaning }: Extract<Meaning, { kind: 'ask' }>,
): Placed[] {
  const { one = false, person = false } = meaning
  if (form === 'list' && isNoun(lattice, start, end)) return []
  const { roles } = languages[lattice.language].texts
  if (dimension === undefined)
    return [placePart({ kind: 'ask', form, one, person }, start, end, 0, roles.list)]
  const columns = columnsOfDimension(lattice, dimension)
  if (columns.length === 0) {
    const text = languages[lattice.language].texts.noQuantity(wordsOf(lattice, start, end))
    return [
      placePart({ kind: 'ask', form, one, person }, start, end, 0, roles.list, {
        reason: 'not-in-data',
        text,
      }),
    ]
  }
  return columns.map(({ column, cost, assumptions }) =>
    placePart(
      { kind: 'ask', form, one, person, column, byDimension: true },
      start,
      end,
      cost,
      roles.column(column.name),
      undefined,
      assumptions,
    ),
  )
}

/** `name with the highest price`: the column and no order, which would say of what. */
function isNoun({ at, tokens, language }: Lattice, start: number, end: number): boolean {
  const isColumn = (at[start] ?? []).some((element) => element.kind === 'column' && element.end === end)
  return isColumn && languages[language].presenceWords.includes(tokens[end]?.fold ?? '')
}

/** `who`, `when`, `where`: asks, and names the column. */
function readAsked(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return next(lattice, position, 'asked').map(({ start, end, cost, column }) =>
    placePart(
      { kind: 'ask', form: 'which', one: false, person: isPerson(lattice, start), column },
      start,
      end,
      cost,
      roles.column(column.name),
    ),
  )
}

function isPerson({ at }: Lattice, start: number): boolean {
  return (at[start] ?? []).some(
    (element) => element.kind === 'word' && element.meaning.kind === 'ask' && element.meaning.person,
  )
}

/** `listed after Oslo`: the row beside the one that holds a value which no other row has. */
function readBeside(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return nextWords(lattice, position, 'beside').flatMap(({ start, end, meaning: { after } }) =>
    next(lattice, end, 'value')
      .filter(
        ({ rows, texts, column }) => rows === 1 && texts.length === 1 && expressionOf(column) === undefined,
      )
      .map(({ column, texts, end: last, cost }) => {
        const value = texts[0]!
        const name: Expression = { op: 'column', name: column.name }
        const where: Expression = { op: 'eq', args: [name, { op: 'text', value }] }
        const as = `${after ? roles.rowAfter : roles.rowBefore} ${column.name} = ${value}`
        return placePart({ kind: 'beside', after, column, where }, start, last, cost, as)
      }),
  )
}

function readLight(lattice: Lattice, position: number): Placed[] {
  return next(lattice, position, 'light').map(({ start, end, cost, isEvent }) => ({
    part: { kind: 'light', isEvent },
    start,
    end,
    cost,
    readings: [],
  }))
}

/** `the last to open`: in the order of that column. */
function readTimed(lattice: Lattice, position: number): Placed[] {
  return next(lattice, position, 'timed').map(({ start, end, cost, column }) =>
    placePart(
      { kind: 'timed', column },
      start,
      end,
      cost,
      languages[lattice.language].texts.roles.column(column.name),
    ),
  )
}

function readNouns(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  const rows = next(lattice, position, 'rows').map(({ start, end, cost, called }) => ({
    ...placePart(
      { kind: 'rows', called: called !== undefined },
      start,
      end,
      cost,
      roles.table(lattice.table.name),
    ),
    assumptions: called === undefined ? [] : [languages[lattice.language].texts.calledRows(called)],
  }))
  const named = next(lattice, position, 'column').filter(
    (element) => !countsRows(element.column) && !isNoAnswer(lattice, element),
  )
  const columns = named.map(({ start, end, cost, column, derived, called }) => ({
    ...placePart({ kind: 'column', column, derived }, start, end, cost, roles.column(column.name)),
    assumptions: called === undefined ? [] : [languages[lattice.language].texts.calledRows(called)],
  }))
  return [...rows, ...columns]
}

/** `to receive a medal`, `the name of the race` where races are numbers: said of what is asked for, or no such column. */
function isNoAnswer({ tokens, language, at }: Lattice, { start, column }: ElementOf<'column'>): boolean {
  const { indefinites, nameOf } = languages[language]
  const { functionWords, reserved, maxPhraseWords } = lexiconOf(language)
  const article = start - 1
  if (indefinites.includes(tokens[article]?.fold ?? '')) {
    const isAsked = at.some((elements) => elements.some(({ kind, end }) => kind === 'word' && end === start))
    return !isAsked
  }
  if (column.type !== 'number' && !looksNumeric(column)) return false
  const isNameOf = (end: number) =>
    Array.from({ length: maxPhraseWords }, (_, i) => phraseOf(tokens, Math.max(0, end - i - 1), end)).some(
      (phrase) => phrase !== undefined && nameOf.includes(phrase),
    )
  let end = start
  while (
    end > 0 &&
    !isNameOf(end) &&
    (functionWords.has(tokens[end - 1]!.fold) || reserved.has(tokens[end - 1]!.fold))
  )
    end--
  return isNameOf(end)
}

/** `orders of customers in Spain`: whose column a condition is on. */
function readPartners(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return next(lattice, position, 'partner').map(({ start, end, cost, table }) =>
    placePart({ kind: 'partner', table: table.name }, start, end, cost, roles.table(table.name)),
  )
}

function readAmounts(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  const top = nextWords(lattice, position, 'top').flatMap(({ start, end, meaning }) =>
    next(lattice, end, 'number').flatMap((number) => {
      const amount = toAmount(number.value)
      if (amount === undefined || number.unit !== undefined) return []
      const as = `${roles.top} ${amount}`
      return [
        placePart(
          { kind: 'top', descending: meaning.descending, amount },
          start,
          number.end,
          number.cost,
          as,
        ),
      ]
    }),
  )
  const bare = next(lattice, position, 'number').flatMap((number) => {
    const amount = toAmount(number.value)
    if (amount === undefined || number.unit !== undefined) return []
    return [
      placePart({ kind: 'amount', amount }, number.start, number.end, number.cost, `${roles.top} ${amount}`),
    ]
  })
  return [...top, ...bare]
}

function toAmount(value: string): number | undefined {
  const amount = Number(value)
  return Number.isInteger(amount) && amount >= 1 && amount <= maxAmount ? amount : undefined
}
