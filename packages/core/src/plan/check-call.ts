import type { ColumnType } from '../catalog/catalog.js'
import type { Expression } from './algebra.js'
import { checkConversion } from './check-conversion.js'
import type { CheckedExpression, ValueKinds } from './check-expression.js'
import { planErrors } from './errors.js'
import {
  type ArgumentKind,
  argumentKind,
  resultPositions,
  type ScalarSignature,
  scalarSignatures,
} from './scalar-functions.js'

type Call = Extract<Expression, { op: 'call' }>

const accepted: Readonly<Record<ArgumentKind, ValueKinds>> = {
  number: ['number'],
  text: ['text'],
  scalar: ['number', 'text'],
  boolean: ['boolean'],
  any: ['number', 'text', 'boolean', 'json'],
}

/** A call with checked arguments: PLAN_INVALID for their number, `refuse` for one that can never be of the kind. */
export function checkCall(
  { fn }: Call,
  args: readonly CheckedExpression[],
  path: string,
  refuse: (argument: CheckedExpression, expected: string) => Error,
): CheckedExpression {
  const { min, max, result }: ScalarSignature = scalarSignatures[fn]
  const isEven = fn === 'case' && args.length % 2 === 0
  if (args.length < min || args.length > max || isEven) {
    const problem = `${fn} with ${args.length} arguments`
    throw planErrors.create('PLAN_INVALID', `${problem} cannot be.`, { path, problem })
  }
  args.forEach((argument, index) => {
    const kinds = accepted[argumentKind(fn, index, args.length)]
    const fits = argument.kinds.length === 0 || argument.kinds.some((kind) => kinds.includes(kind))
    if (!fits) throw refuse(argument, kinds.join(' or '))
  })
  if (fn === 'convert') return checkConversion(args, path)
  const expression: Expression = { op: 'call', fn, args: args.map((argument) => argument.expression) }
  if (result !== 'argument') return { expression, type: result, kinds: [result], unit: unitOfCall(fn, args) }
  return { expression, ...mergeTypes(resultPositions(fn, args.length).map((index) => args[index]!)) }
}

/** A number keeps its unit through its own rounding and sign, and through sums of one unit. */
function unitOfCall(fn: Call['fn'], [first, second]: readonly CheckedExpression[]): string | undefined {
  if (fn === 'add' || fn === 'subtract') return first?.unit === second?.unit ? first?.unit : undefined
  return ['negate', 'abs', 'round', 'floor', 'ceil', 'trunc'].includes(fn) ? first?.unit : undefined
}

/** Type and kinds of a value that is one of several. */
export function mergeTypes(values: readonly { readonly type: ColumnType; readonly kinds: ValueKinds }[]): {
  type: ColumnType
  kinds: ValueKinds
} {
  const types = new Set(values.map(({ type }) => type).filter((type) => type !== 'null'))
  const [only = 'null'] = types
  return { type: types.size > 1 ? 'mixed' : only, kinds: [...new Set(values.flatMap(({ kinds }) => kinds))] }
}
