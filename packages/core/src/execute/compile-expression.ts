import { foldText } from '../catalog/fold-text.js'
import { isPlaceholder } from '../catalog/placeholders.js'
import { isHeldByDouble, parseDecimal } from '../columns/decimal.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Comparison, Expression } from '../plan/algebra.js'
import { columnsOf } from '../plan/columns-of.js'
import { type Chunk, columnOf } from './chunk.js'
import {
  compareWithBoolean,
  compareWithNumber,
  compareWithText,
  compileMembers,
  mapKinds,
  nearestDouble,
  testAll,
  testTexts,
  truthOfOrder,
} from './compare-literal.js'
import { compileLookup, compileQueryValue } from './compile-lookup.js'
import { matchLike, readPattern } from './match-like.js'
import type { PreparedQuery } from './prepared-query.js'
import { compileCall } from './scalar/compile-call.js'
import { createScalarFunction } from './scalar/scalar-function.js'
import {
  createConstant,
  createJunction,
  createLeaf,
  createNot,
  type Predicate,
  Truth,
  type ValueSource,
} from './truth.js'
import { compareValues, ExactNumber, isNumber, JsonText, readValue, type Value } from './value.js'
import { VectorBuilder } from './vector-builder.js'

export { columnsOf }

/** What the queries inside expressions gave. */
export type Queries = ReadonlyMap<Expression, PreparedQuery>

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  le: 'ge',
  gt: 'lt',
  ge: 'le',
}

/** A boolean expression as a predicate over chunks. The plan was checked: names are there and types can fit. */
export function compilePredicate(expression: Expression, queries: Queries): Predicate {
  switch (expression.op) {
    case 'and':
    case 'or':
      return createJunction(
        expression.op,
        expression.args.map((arg) => compilePredicate(arg, queries)),
      )
    case 'not':
      return createNot(compilePredicate(expression.args[0], queries))
    case 'is-null': {
      const source = compileValue(expression.args[0], queries)
      return createLeaf([source], (chunk) =>
        mapKinds(source.vector(chunk), (kind) => (kind <= ValueKind.null ? Truth.true : Truth.false)),
      )
    }
    case 'is-blank':
      return compileBlank(compileValue(expression.args[0], queries))
    case 'in':
      return compileIn(expression.args, queries)
    case 'like':
    case 'contains':
      return compileMatch(expression.op, expression.args, queries)
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return compileComparison(expression.op, expression.args, queries)
    case 'boolean':
      return createConstant(expression.value ? Truth.true : Truth.false)
    case 'column':
    case 'call':
    case 'query-value':
      return compareWithBoolean(compileValue(expression, queries), 'eq', true)
    case 'query-member':
    case 'query-exists': {
      const sources = expression.args.map((arg) => compileValue(arg, queries))
      return compileLookup(expression.op, sources, queries.get(expression)!)
    }
    default:
      return createConstant(Truth.unknown)
  }
}

/** An expression as a source of vectors. */
export function compileValue(expression: Expression, queries: Queries): ValueSource {
  switch (expression.op) {
    case 'column':
      return { columns: [expression.name], vector: (chunk) => columnOf(chunk, expression.name) }
    case 'number':
    case 'text':
    case 'boolean':
    case 'null':
      return compileLiteral(literalValue(expression))
    case 'call': {
      const args = expression.args.map((arg) =>
        isLiteral(arg) ? { constant: literalValue(arg) } : { source: compileValue(arg, queries) },
      )
      return compileCall(createScalarFunction(expression.fn), args, columnsOf(expression))
    }
    case 'query-value': {
      const sources = expression.args.map((arg) => compileValue(arg, queries))
      return compileQueryValue(sources, columnsOf(expression), queries.get(expression)!)
    }
    default: {
      const predicate = compilePredicate(expression, queries)
      const kindOf = [ValueKind.false, ValueKind.true, ValueKind.null]
      const vector = (chunk: Chunk): Vector => ({
        length: chunk.length,
        kinds: predicate.evaluate(chunk).map((truth) => kindOf[truth]!),
      })
      return { columns: columnsOf(expression), vector }
    }
  }
}

function compileLiteral(value: Value): ValueSource {
  let made: Vector | undefined
  return {
    columns: [],
    vector({ length }) {
      if (made?.length !== length) {
        const builder = new VectorBuilder(length)
        for (let i = 0; i < length; i++) builder.push(value)
        made = builder.build()
      }
      return made
    },
  }
}

function literalValue(expression: Expression): Value {
  switch (expression.op) {
    case 'number': {
      const decimal = parseDecimal(expression.value)!
      const nearest = nearestDouble(decimal)
      return isHeldByDouble(decimal, nearest) ? nearest : new ExactNumber(expression.value, nearest)
    }
    case 'text':
    case 'boolean':
      return expression.value
    default:
      return null
  }
}

function compileComparison(
  op: Comparison,
  [left, right]: readonly [Expression, Expression],
  queries: Queries,
): Predicate {
  if (isLiteral(left) && !isLiteral(right)) return compileComparison(mirrored[op], [right, left], queries)
  const source = compileValue(left, queries)
  switch (right.op) {
    case 'number':
      return compareWithNumber(source, op, right.value)
    case 'text':
      return compareWithText(source, op, right.value)
    case 'boolean':
      return compareWithBoolean(source, op, right.value)
    case 'null':
      return createConstant(Truth.unknown)
    default:
      return compareSources(op, source, compileValue(right, queries))
  }
}

/** A value that stands in the plan itself. */
export function isLiteral(expression: Expression): boolean {
  return !('args' in expression) && expression.op !== 'column'
}

function compareSources(op: Comparison, left: ValueSource, right: ValueSource): Predicate {
  return createLeaf([left, right], (chunk) => {
    const [a, b] = [left.vector(chunk), right.vector(chunk)]
    const out = new Uint8Array(chunk.length)
    for (let i = 0; i < out.length; i++) {
      const [x, y] = [readValue(a, i), readValue(b, i)]
      out[i] = areComparable(x, y) ? truthOfOrder(op, compareValues(x, y)) : Truth.unknown
    }
    return out
  })
}

function areComparable(a: Value, b: Value): boolean {
  if (a === null || b === null || a instanceof JsonText || b instanceof JsonText) return false
  return isNumber(a) ? isNumber(b) : typeof a === typeof b
}

function compileIn(args: readonly Expression[], queries: Queries): Predicate {
  const [value, ...list] = args
  if (value === undefined) return createConstant(Truth.unknown)
  return compileMembers(compileValue(value, queries), {
    numbers: list.flatMap((item) => (item.op === 'number' ? [item.value] : [])),
    texts: list.flatMap((item) => (item.op === 'text' ? [item.value] : [])),
    booleans: list.flatMap((item) => (item.op === 'boolean' ? [item.value] : [])),
    hasNull: list.some((item) => item.op === 'null'),
  })
}

function compileMatch(
  op: 'like' | 'contains',
  [left, right, escaped]: readonly [Expression, Expression, ...Expression[]],
  queries: Queries,
): Predicate {
  const source = compileValue(left, queries)
  const escaping = escaped?.op === 'text' ? escaped.value : undefined
  const like = (text: string, pattern: string) => matchLike(text, readPattern(pattern, escaping))
  if (right.op === 'text') {
    const pattern = right.value
    if (op === 'like') {
      const read = readPattern(pattern, escaping)
      return testTexts(source, (text) => matchLike(text, read))
    }
    const part = foldText(pattern)
    return testTexts(source, (text) => foldText(text).includes(part))
  }
  const other = compileValue(right, queries)
  const matches =
    op === 'like' ? like : (text: string, part: string) => foldText(text).includes(foldText(part))
  return createLeaf([source, other], (chunk) => {
    const [a, b] = [source.vector(chunk), other.vector(chunk)]
    const out = new Uint8Array(chunk.length)
    for (let i = 0; i < out.length; i++) {
      const [text, pattern] = [readValue(a, i), readValue(b, i)]
      if (typeof text !== 'string' || typeof pattern !== 'string') out[i] = Truth.unknown
      else out[i] = matches(text, pattern) ? Truth.true : Truth.false
    }
    return out
  })
}

function compileBlank(source: ValueSource): Predicate {
  return createLeaf([source], (chunk) => {
    const vector = source.vector(chunk)
    const table = vector.dictionary === undefined ? undefined : testAll(vector.dictionary, isBlank)
    return mapKinds(vector, (kind, row) => {
      if (kind <= ValueKind.null) return Truth.true
      return kind === ValueKind.text && table?.[vector.codes![row]!] === 1 ? Truth.true : Truth.false
    })
  })
}

function isBlank(text: string): boolean {
  return text.trim() === '' || isPlaceholder(text)
}
