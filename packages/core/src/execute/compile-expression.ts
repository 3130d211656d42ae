import type { ColumnType } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { isPlaceholder } from '../catalog/placeholders.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Comparison, Expression } from '../plan/algebra.js'
import { columnsOf } from '../plan/columns-of.js'
import { findBlankCodes } from './blank-codes.js'
import { type Chunk, columnOf } from './chunk.js'
import {
  compareWithBoolean,
  compareWithText,
  compileMembers,
  matchPattern,
  testKinds,
  testTexts,
  truthOfOrder,
} from './compare-literal.js'
import { compareLanes, compareWithNumber } from './compare-numbers.js'
import { compileLookup, compileQueryValue } from './compile-lookup.js'
import { rankedKinds } from './kinds.js'
import { isLiteral, literalValue, toLiteral } from './literal.js'
import { matchLike, readPattern } from './match-like.js'
import type { PreparedQuery } from './prepared-query.js'
import { compileCall } from './scalar/compile-call.js'
import { createFindCulprit } from './scalar/find-culprit.js'
import { createScalarFunction } from './scalar/scalar-function.js'
import { firstRows, takeRows } from './take-rows.js'
import {
  createConstant,
  createJunction,
  createLeaf,
  createNot,
  type Predicate,
  Truth,
  type ValueSource,
} from './truth.js'
import {
  compareValues,
  isNumber,
  JsonText,
  kindOfValue,
  plainNumbers,
  readValue,
  type Value,
} from './value.js'
import { VectorBuilder } from './vector-builder.js'

export { columnsOf }

/** What an expression is compiled against. */
export interface CompileScope {
  /** What the queries inside expressions gave. */
  readonly queries: ReadonlyMap<Expression, PreparedQuery>
  /** Of a column as a whole; undefined where it is not known. */
  readonly typeOf: (column: string) => ColumnType | undefined
}

/** Missing and null are null. */
const truthOfNull = Uint8Array.from({ length: ValueKind.json + 1 }, (_, kind) =>
  kind <= ValueKind.null ? Truth.true : Truth.false,
)

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  le: 'ge',
  gt: 'lt',
  ge: 'le',
}

/** A boolean expression as a predicate over chunks. The plan was checked: names are there and types can fit. */
export function compilePredicate(expression: Expression, scope: CompileScope): Predicate {
  switch (expression.op) {
    case 'and':
    case 'or':
      return createJunction(
        expression.op,
        expression.args.map((arg) => compilePredicate(arg, scope)),
      )
    case 'not':
      return createNot(compilePredicate(expression.args[0], scope))
    case 'is-null':
      return testKinds(compileValue(expression.args[0], scope), truthOfNull)
    case 'is-blank':
      return compileBlank(compileValue(expression.args[0], scope))
    case 'in':
      return compileIn(expression.args, scope)
    case 'like':
    case 'contains':
      return compileMatch(expression.op, expression.args, scope)
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return compileComparison(expression.op, expression.args, scope)
    case 'boolean':
      return createConstant(expression.value ? Truth.true : Truth.false)
    case 'column':
    case 'call':
    case 'query-value':
      return compareWithBoolean(compileValue(expression, scope), 'eq', true)
    case 'query-member':
    case 'query-exists': {
      const sources = expression.args.map((arg) => compileValue(arg, scope))
      return compileLookup(expression.op, sources, scope.queries.get(expression)!)
    }
    default:
      return createConstant(Truth.unknown)
  }
}

/** An expression as a source of vectors. */
export function compileValue(expression: Expression, scope: CompileScope): ValueSource {
  switch (expression.op) {
    case 'column':
      return columnSource(expression.name, scope.typeOf(expression.name))
    case 'number':
    case 'text':
    case 'boolean':
    case 'null':
      return compileLiteral(literalValue(expression))
    case 'call': {
      const args = expression.args.map((arg) =>
        isLiteral(arg) ? { constant: literalValue(arg) } : { source: compileValue(arg, scope) },
      )
      const { fn } = expression
      return compileCall(createScalarFunction(fn), args, columnsOf(expression), createFindCulprit(fn))
    }
    case 'query-value': {
      const sources = expression.args.map((arg) => compileValue(arg, scope))
      return compileQueryValue(sources, columnsOf(expression), scope.queries.get(expression)!)
    }
    default:
      return truthSource(compilePredicate(expression, scope), columnsOf(expression))
  }
}

function columnSource(name: string, type: ColumnType | undefined): ValueSource {
  const fits = type === undefined ? () => true : rankedKinds(type)
  return {
    columns: [name],
    column: name,
    vector: (chunk) => columnOf(chunk, name),
    valueAt: (chunk, row) => readValue(columnOf(chunk, name), row),
    culprit: () => name,
    isOdd: (value) => !fits(kindOfValue(value)),
  }
}

/** A condition as a value. Its truth is kept for the rows of the last chunk. */
function truthSource(predicate: Predicate, columns: readonly string[]): ValueSource {
  const kindOf = [ValueKind.false, ValueKind.true, ValueKind.null]
  let last: { readonly chunk: Chunk; readonly truth: Uint8Array } | undefined
  const truthOf = (chunk: Chunk) => {
    if (last?.chunk !== chunk) last = { chunk, truth: predicate.evaluate(chunk) }
    return last.truth
  }
  return {
    columns,
    vector: (chunk) => ({ length: chunk.length, kinds: truthOf(chunk).map((truth) => kindOf[truth]!) }),
    valueAt(chunk, row) {
      const truth = truthOf(chunk)[row]
      return truth === Truth.unknown ? null : truth === Truth.true
    },
    culprit: (chunk, row) =>
      truthOf(chunk)[row] === Truth.unknown ? predicate.culprit(chunk, row) : undefined,
    isOdd: () => false,
  }
}

function compileLiteral(value: Value): ValueSource {
  let made: Vector | undefined
  return {
    columns: [],
    valueAt: () => value,
    culprit: () => undefined,
    isOdd: () => false,
    vector({ length }) {
      // Chunks of a selection have many lengths: what was made for the longest serves the others.
      if (made === undefined || made.length < length) made = repeat(value, length)
      return made.length === length ? made : (firstRows(made, length) ?? repeat(value, length))
    },
  }
}

/** The value in every row, of one kind for all of them. */
function repeat(value: Value, length: number): Vector {
  const builder = new VectorBuilder(1)
  builder.push(value)
  return takeRows(builder.build(), new Int32Array(length))
}

function compileComparison(
  op: Comparison,
  sides: readonly [Expression, Expression],
  scope: CompileScope,
): Predicate {
  const [left, right] = [settle(sides[0], scope), settle(sides[1], scope)]
  if (isLiteral(left) && !isLiteral(right)) return compileComparison(mirrored[op], [right, left], scope)
  const source = compileValue(left, scope)
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
      return compareSources(op, source, compileValue(right, scope))
  }
}

const oneRow: Chunk = { length: 1, columns: new Map(), selection: null, records: -1 }

/** What is the same in every row as a literal, now that the queries have been run; the expression itself where it has no such value. */
function settle(expression: Expression, scope: CompileScope): Expression {
  if (expression.op !== 'call' && expression.op !== 'query-value') return expression
  if (columnsOf(expression).length > 0) return expression
  try {
    return toLiteral(compileValue(expression, scope).valueAt(oneRow, 0)) ?? expression
  } catch {
    // A row that needs it says why.
    return expression
  }
}

function compareSources(op: Comparison, left: ValueSource, right: ValueSource): Predicate {
  return createLeaf(
    [left, right],
    (chunk, out) => {
      const [a, b] = [left.vector(chunk), right.vector(chunk)]
      const [first, second] = [plainNumbers(a), plainNumbers(b)]
      if (first !== undefined && second !== undefined) {
        compareLanes(op, first, second, out)
        return
      }
      for (let i = 0; i < out.length; i++) {
        const [x, y] = [readValue(a, i), readValue(b, i)]
        out[i] = areComparable(x, y) ? truthOfOrder(op, compareValues(x, y)) : Truth.unknown
      }
    },
    (chunk, row) => {
      const [x, y] = [left.valueAt(chunk, row), right.valueAt(chunk, row)]
      return blameSide(x, y, left, right) === 'left'
        ? (left.culprit(chunk, row) ?? right.culprit(chunk, row))
        : (right.culprit(chunk, row) ?? left.culprit(chunk, row))
    },
  )
}

/** Of two values that cannot be compared: the one that is none, else the one that is not what its column is, else a placeholder. */
function blameSide(x: Value, y: Value, left: ValueSource, right: ValueSource): 'left' | 'right' {
  const isNothing = (value: Value) => value === null || value instanceof JsonText
  if (isNothing(x) || isNothing(y)) return isNothing(x) ? 'left' : 'right'
  const [oddLeft, oddRight] = [left.isOdd(x), right.isOdd(y)]
  if (oddLeft !== oddRight) return oddLeft ? 'left' : 'right'
  return typeof x === 'string' && isPlaceholder(x) ? 'left' : 'right'
}

function areComparable(a: Value, b: Value): boolean {
  if (a === null || b === null || a instanceof JsonText || b instanceof JsonText) return false
  return isNumber(a) ? isNumber(b) : typeof a === typeof b
}

function compileIn(args: readonly Expression[], scope: CompileScope): Predicate {
  const [value, ...list] = args
  if (value === undefined) return createConstant(Truth.unknown)
  return compileMembers(compileValue(value, scope), {
    numbers: list.flatMap((item) => (item.op === 'number' ? [item.value] : [])),
    texts: list.flatMap((item) => (item.op === 'text' ? [item.value] : [])),
    booleans: list.flatMap((item) => (item.op === 'boolean' ? [item.value] : [])),
    hasNull: list.some((item) => item.op === 'null'),
  })
}

function compileMatch(
  op: 'like' | 'contains',
  [left, right, escaped]: readonly [Expression, Expression, ...Expression[]],
  scope: CompileScope,
): Predicate {
  const source = compileValue(left, scope)
  const escaping = escaped?.op === 'text' ? escaped.value : undefined
  const like = (text: string, pattern: string) => matchLike(text, readPattern(pattern, escaping))
  if (right.op === 'text') {
    const pattern = right.value
    if (op === 'like') return matchPattern(source, readPattern(pattern, escaping))
    const part = foldText(pattern)
    return testTexts(source, (text) => foldText(text).includes(part))
  }
  const other = compileValue(right, scope)
  const matches =
    op === 'like' ? like : (text: string, part: string) => foldText(text).includes(foldText(part))
  return createLeaf(
    [source, other],
    (chunk, out) => {
      const [a, b] = [source.vector(chunk), other.vector(chunk)]
      for (let i = 0; i < out.length; i++) {
        const [text, pattern] = [readValue(a, i), readValue(b, i)]
        if (typeof text !== 'string' || typeof pattern !== 'string') out[i] = Truth.unknown
        else out[i] = matches(text, pattern) ? Truth.true : Truth.false
      }
    },
    (chunk, row) =>
      (typeof source.valueAt(chunk, row) === 'string' ? other : source).culprit(chunk, row) ??
      source.culprit(chunk, row),
  )
}

function compileBlank(source: ValueSource): Predicate {
  return createLeaf([source], (chunk, out) => {
    const { kind, kinds, codes, dictionary } = source.vector(chunk)
    if (kinds === undefined) out.fill(truthOfNull[kind!]!)
    else for (let i = 0; i < out.length; i++) out[i] = truthOfNull[kinds[i]!]!
    const blank = dictionary === undefined ? undefined : findBlankCodes(dictionary)
    if (blank === undefined || codes === undefined) return
    for (let i = 0; i < out.length; i++)
      if ((kinds === undefined ? kind : kinds[i]) === ValueKind.text) out[i]! |= blank[codes[i]!]!
  })
}
