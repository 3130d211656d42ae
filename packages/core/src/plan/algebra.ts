import type { ScalarFunction } from './scalar-functions.js'

/** A name for a result of an expression. */
export interface Named {
  readonly name: string
  readonly value: Expression
}

/** Values. Numbers are canonical decimal text (`-12.5`, `1e400`), so that no literal is rounded. */
export type Expression =
  | { readonly op: 'column'; readonly name: string }
  | { readonly op: 'number'; readonly value: string }
  | { readonly op: 'text'; readonly value: string }
  | { readonly op: 'boolean'; readonly value: boolean }
  | { readonly op: 'null' }
  | { readonly op: Comparison; readonly args: readonly [Expression, Expression] }
  | { readonly op: 'and' | 'or'; readonly args: readonly Expression[] }
  | { readonly op: 'not' | 'is-null'; readonly args: readonly [Expression] }
  /** First argument among the others. */
  | { readonly op: 'in'; readonly args: readonly Expression[] }
  /** SQLite LIKE: `%`, `_`, ASCII letters without case. A third argument is the escape character. */
  | { readonly op: 'like'; readonly args: readonly [Expression, Expression, ...Expression[]] }
  /** Second text inside the first, both folded (`foldText`). */
  | { readonly op: 'contains'; readonly args: readonly [Expression, Expression] }
  /** A value made of others; `scalarSignatures` says what each function takes and gives. */
  | { readonly op: 'call'; readonly fn: ScalarFunction; readonly args: readonly Expression[] }
  /**
   * One value of `input`: with `args`, its column behind the keys, in the row whose first columns equal them (null
   * without such a row); without `args`, its only cell. More than one row is an error unless `first`, none is null.
   */
  | {
      readonly op: 'query-value'
      readonly args: readonly Expression[]
      readonly input: Relation
      /** The first of several rows. */
      readonly first?: true
    }
  /** Whether the first argument is in the last column of the rows whose first columns equal the other ones, as `in` has it. */
  | {
      readonly op: 'query-member'
      readonly args: readonly [Expression, ...Expression[]]
      readonly input: Relation
    }
  /** Whether `input` has a row whose first columns equal `args`. Never unknown. */
  | { readonly op: 'query-exists'; readonly args: readonly Expression[]; readonly input: Relation }
  /** Missing, null, only white space, or a declared placeholder (`–`, `n/a`, `unbekannt`). Never unknown. */
  | { readonly op: 'is-blank'; readonly args: readonly [Expression] }

export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'

export const measureFunctions = [
  'count',
  'count-distinct',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'percentile',
  'concat',
  'share',
] as const
export type MeasureFunction = (typeof measureFunctions)[number]

/**
 * `count` and `share` without a value take rows. `share`: the part of all that the aggregate reads, rows or the sum of
 * the value, that is in the group.
 */
export interface Measure {
  readonly name: string
  readonly fn: MeasureFunction
  readonly value?: Expression
  /** Each different value once; of sums, averages, medians, percentiles and concats. */
  readonly distinct?: true
  /** Only rows that meet it count. */
  readonly where?: Expression
  /** Of `percentile`: decimal text from 0, the least, to 1, the greatest; between two values in proportion. */
  readonly at?: string
  /** Of `concat`. */
  readonly separator?: string
}

export interface SortKey {
  readonly value: Expression
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
}

/** Values of both sides that must be equal; null equals nothing. */
export interface JoinKey {
  readonly left: Expression
  readonly right: Expression
}

/** The closed relational algebra, as a tree of frozen plain data. */
export type Relation =
  /** With `as`, its columns are called `as.column`. `_row`, and `_parent` and `_index` of a child table, can be named too. */
  | {
      readonly op: 'scan'
      readonly table: string
      readonly as?: string
      /** Which records there are for the actor, over the table's own names. Bound in check, whatever a caller wrote. */
      readonly scope?: Expression
    }
  /** One row without columns. */
  | { readonly op: 'unit' }
  /** All pairs whose keys are equal and that meet `where`; `left` keeps the left rows without a partner. */
  | {
      readonly op: 'join'
      readonly kind: 'inner' | 'left'
      readonly left: Relation
      readonly right: Relation
      readonly on: readonly JoinKey[]
      readonly where?: Expression
    }
  /** By position of the columns; names are those of the first. Without `all`, each row once. */
  | {
      readonly op: 'union' | 'intersect' | 'except'
      readonly all: boolean
      readonly inputs: readonly [Relation, Relation]
    }
  | { readonly op: 'filter'; readonly input: Relation; readonly where: Expression }
  | { readonly op: 'project'; readonly input: Relation; readonly columns: readonly Named[] }
  | {
      readonly op: 'aggregate'
      readonly input: Relation
      readonly groups: readonly Named[]
      readonly measures: readonly Measure[]
    }
  | { readonly op: 'sort'; readonly input: Relation; readonly keys: readonly SortKey[] }
  | { readonly op: 'limit'; readonly input: Relation; readonly count: number | null; readonly offset: number }

/** What is run. `version` is the algebra's, so that a stored plan is never read by other rules. */
export interface Plan {
  readonly version: 1
  readonly root: Relation
}
