import { compareText } from '../columns/compare-text.js'
import { type Decimal, formatDecimal, isHeldByDouble, parseDecimal } from '../columns/decimal.js'
import { type Dictionary, ValueKind, type Vector } from '../columns/table.js'
import type { Comparison } from '../plan/algebra.js'
import { createPartTest, type LikePattern, matchLike } from './match-like.js'
import { createLeaf, type Predicate, Truth, type ValueSource } from './truth.js'
import { canonicalText } from './value.js'

/** Truth of a comparison when the left side is less, equal, greater. */
export const outcomes: Readonly<Record<Comparison, readonly [number, number, number]>> = {
  eq: [0, 1, 0],
  ne: [1, 0, 1],
  lt: [1, 0, 0],
  le: [1, 1, 0],
  gt: [0, 0, 1],
  ge: [0, 1, 1],
}

/** Truth of `op` for an order of -1, 0 or 1. */
export function truthOfOrder(op: Comparison, order: -1 | 0 | 1): Truth {
  return outcomes[op][order + 1] as Truth
}

/** The double nearest to a decimal; infinite beyond the range. */
export function nearestDouble(decimal: Decimal): number {
  return Number(formatDecimal(decimal))
}

export function compareWithBoolean(source: ValueSource, op: Comparison, literal: boolean): Predicate {
  const truths = new Uint8Array(ValueKind.json + 1).fill(Truth.unknown)
  truths[ValueKind.false] = truthOfOrder(op, literal ? -1 : 0)
  truths[ValueKind.true] = truthOfOrder(op, literal ? 0 : 1)
  return testKinds(source, truths)
}

/** Truth of each row from its kind alone. */
export function testKinds(source: ValueSource, truths: Uint8Array): Predicate {
  return createLeaf([source], (chunk, out) => {
    const { kinds, kind } = source.vector(chunk)
    if (kinds === undefined) out.fill(truths[kind!]!)
    else for (let i = 0; i < out.length; i++) out[i] = truths[kinds[i]!]!
  })
}

export function compareWithText(source: ValueSource, op: Comparison, literal: string): Predicate {
  if (op === 'eq' || op === 'ne') {
    const [hit, miss] = op === 'eq' ? [Truth.true, Truth.false] : [Truth.false, Truth.true]
    return createTextLeaf(source, (dictionary) => {
      const code = dictionary.find(literal)
      if (code < 0) return miss
      const table = new Uint8Array(dictionary.size).fill(miss)
      table[code] = hit
      return table
    })
  }
  return testTexts(source, (text) => truthOfOrder(op, compareText(text, literal)) === Truth.true)
}

/** Applies a test to each text of a dictionary once, then to rows by code. Other kinds are unknown. */
export function testTexts(source: ValueSource, test: (text: string) => boolean): Predicate {
  return createTextLeaf(source, (dictionary) => testAll(dictionary, test))
}

/** Truth of texts by their code, or one for all of them. Other kinds are unknown. */
function createTextLeaf(
  source: ValueSource,
  toTruths: (dictionary: Dictionary) => Uint8Array | Truth,
): Predicate {
  return createLeaf([source], (chunk, out) => {
    const { kinds, kind, codes, dictionary } = source.vector(chunk)
    if (codes === undefined || dictionary === undefined || (kinds === undefined && kind !== ValueKind.text)) {
      out.fill(Truth.unknown)
      return
    }
    const truths = toTruths(dictionary)
    if (kinds !== undefined) {
      for (let i = 0; i < out.length; i++) {
        if (kinds[i] !== ValueKind.text) out[i] = Truth.unknown
        else out[i] = typeof truths === 'number' ? truths : truths[codes[i]!]!
      }
    } else if (typeof truths === 'number') out.fill(truths)
    else for (let i = 0; i < out.length; i++) out[i] = truths[codes[i]!]!
  })
}

/** Truth of texts that match the pattern; of those that cannot, only the bytes are looked at. */
export function matchPattern(source: ValueSource, pattern: LikePattern): Predicate {
  const part = createPartTest(pattern)
  return createTextLeaf(source, (dictionary) => {
    const table = new Uint8Array(dictionary.size)
    for (let code = 0; code < table.length; code++) {
      const raw = part && dictionary.bytes?.(code)
      const holds = raw === undefined || part!.holds(raw.heap, raw.start, raw.end)
      if (holds && ((raw !== undefined && part!.decides) || matchLike(dictionary.text(code), pattern)))
        table[code] = 1
    }
    return table
  })
}

function testAll(dictionary: Dictionary, test: (text: string) => boolean): Uint8Array {
  const table = new Uint8Array(dictionary.size)
  for (let code = 0; code < table.length; code++) table[code] = test(dictionary.text(code)) ? 1 : 0
  return table
}

export interface Members {
  readonly numbers: readonly string[]
  readonly texts: readonly string[]
  readonly booleans: readonly boolean[]
  readonly hasNull: boolean
}

/**
 * `in` a list of plain values: a row is compared with the members of its own kind; without any, it is unknown, as
 * it is when nothing matches and the list holds a null.
 */
export function compileMembers(source: ValueSource, members: Members): Predicate {
  const decimals = members.numbers.map((text) => parseDecimal(text)!)
  const doubles = new Set<number>()
  const exactTexts = new Set<string>()
  for (const decimal of decimals) {
    const nearest = nearestDouble(decimal)
    if (isHeldByDouble(decimal, nearest)) doubles.add(nearest)
    else exactTexts.add(formatDecimal(decimal))
  }
  const texts = new Set(members.texts)
  const miss = members.hasNull ? Truth.unknown : Truth.false
  const ofBoolean = (value: boolean) => (members.booleans.includes(value) ? Truth.true : miss)
  return createLeaf([source], (chunk, out) => {
    const vector = source.vector(chunk)
    const table =
      texts.size === 0 || vector.dictionary === undefined ? undefined : memberCodes(vector.dictionary, texts)
    const exact = vector.exact
    mapKinds(vector, out, (kind, row) => {
      if (kind === ValueKind.number && decimals.length > 0) {
        const text = exact?.get(row)
        const hit =
          text === undefined ? doubles.has(vector.numbers![row]!) : exactTexts.has(canonicalText(text))
        return hit ? Truth.true : miss
      }
      if (kind === ValueKind.text && table !== undefined)
        return table[vector.codes![row]!] === 1 ? Truth.true : miss
      if (kind === ValueKind.false || kind === ValueKind.true)
        return members.booleans.length === 0 ? Truth.unknown : ofBoolean(kind === ValueKind.true)
      return Truth.unknown
    })
  })
}

function memberCodes(dictionary: Dictionary, texts: ReadonlySet<string>): Uint8Array {
  const table = new Uint8Array(dictionary.size)
  for (const text of texts) {
    const code = dictionary.find(text)
    if (code >= 0) table[code] = 1
  }
  return table
}

/** Truth of each row from its kind and place. */
function mapKinds(
  { kinds, kind }: Vector,
  out: Uint8Array,
  toTruth: (kind: number, row: number) => Truth,
): void {
  for (let i = 0; i < out.length; i++) out[i] = toTruth(kinds === undefined ? kind! : kinds[i]!, i)
}
