/** What an argument may be. `scalar`: a number or a text, read as text. `any`: a value of any kind. */
export type ArgumentKind = 'number' | 'text' | 'scalar' | 'boolean' | 'any'

export interface ScalarSignature {
  /** By position; the last one also stands for all that follow. */
  readonly args: readonly ArgumentKind[]
  readonly min: number
  readonly max: number
  /** `argument`: the kind of those arguments that become the result. */
  readonly result: 'number' | 'text' | 'argument'
  /** As it is shown between two arguments; without it, as a call. */
  readonly sign?: string
}

const unlimited = 1_000
const numbers = (sign: string): ScalarSignature => ({
  args: ['number', 'number'],
  min: 2,
  max: 2,
  result: 'number',
  sign,
})
const ofNumber = { args: ['number'], min: 1, max: 1, result: 'number' } as const
const ofText = { args: ['text'], min: 1, max: 1, result: 'text' } as const
const trimming = { args: ['text', 'text'], min: 1, max: 2, result: 'text' } as const
const partOfDate = { args: ['text'], min: 1, max: 1, result: 'number' } as const

/**
 * The functions of the algebra. Each is null where an argument is null or of another kind, but for `coalesce`
 * (its first argument that is not null), `nullif` and `case` (condition, value, …, value otherwise). Numbers are exact
 * decimals; only `divide` rounds, once, to the nearest double, and is null where the divisor is 0.
 */
export const scalarSignatures = {
  add: numbers('+'),
  subtract: numbers('-'),
  multiply: numbers('*'),
  divide: numbers('/'),
  /** Has the sign of the dividend. */
  remainder: numbers('%'),
  negate: ofNumber,
  abs: ofNumber,
  sign: ofNumber,
  /** Half away from zero, to the decimal places of the second argument. */
  round: { args: ['number', 'number'], min: 1, max: 2, result: 'number' },
  floor: ofNumber,
  ceil: ofNumber,
  trunc: ofNumber,
  /**
   * From one unit to another, which are plain texts; check writes both (`catalog/convert-unit.ts`). Exact; where a
   * quotient is no decimal, the nearest double.
   */
  convert: { args: ['number', 'text', 'text'], min: 2, max: 3, result: 'number' },
  lower: ofText,
  upper: ofText,
  trim: trimming,
  ltrim: trimming,
  rtrim: trimming,
  /** In Unicode code points, as every position in a text. */
  length: { args: ['scalar'], min: 1, max: 1, result: 'number' },
  substr: { args: ['text', 'number', 'number'], min: 2, max: 3, result: 'text' },
  replace: { args: ['text'], min: 3, max: 3, result: 'text' },
  instr: { args: ['text'], min: 2, max: 2, result: 'number' },
  concat: { args: ['scalar'], min: 2, max: unlimited, result: 'text', sign: '||' },
  /** Strict: null for a text that is no decimal number as a whole. */
  'to-number': { args: ['scalar'], min: 1, max: 1, result: 'number' },
  'to-integer': { args: ['scalar'], min: 1, max: 1, result: 'number' },
  'to-text': { args: ['scalar'], min: 1, max: 1, result: 'text' },
  date: ofText,
  time: ofText,
  datetime: ofText,
  year: partOfDate,
  month: partOfDate,
  day: partOfDate,
  hour: partOfDate,
  minute: partOfDate,
  second: partOfDate,
  /** 0 is Sunday. */
  weekday: partOfDate,
  /** Day of the year, from 1. */
  yearday: partOfDate,
  /** Format, then the date: `%Y %m %d %H %M %S %w %j %%`. */
  strftime: { args: ['text'], min: 2, max: 2, result: 'text' },
  coalesce: { args: ['any'], min: 2, max: unlimited, result: 'argument' },
  nullif: { args: ['any'], min: 2, max: 2, result: 'argument' },
  case: { args: ['any'], min: 3, max: 2 * unlimited + 1, result: 'argument' },
} as const satisfies Readonly<Record<string, ScalarSignature>>

export type ScalarFunction = keyof typeof scalarSignatures

/** Positions of the arguments that may become the result of `coalesce`, `nullif` and `case`. */
export function resultPositions(fn: ScalarFunction, count: number): number[] {
  if (fn === 'nullif') return [0]
  const all = Array.from({ length: count }, (_, index) => index)
  return fn === 'case' ? all.filter((index) => index % 2 === 1 || index === count - 1) : all
}

/** What the argument at a position must be; in `case` every other one is a condition. */
export function argumentKind(fn: ScalarFunction, index: number, count: number): ArgumentKind {
  if (fn === 'case') return index % 2 === 0 && index < count - 1 ? 'boolean' : 'any'
  const { args } = scalarSignatures[fn] as ScalarSignature
  return args[index] ?? args.at(-1) ?? 'any'
}
