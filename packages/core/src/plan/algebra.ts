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
  /** Missing, null, only white space, or a declared placeholder (`–`, `n/a`, `unbekannt`). Never unknown. */
  | { readonly op: 'is-blank'; readonly args: readonly [Expression] }

export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'

export type MeasureFunction = 'count' | 'count-distinct' | 'sum' | 'avg' | 'min' | 'max'

/** `count` without a value counts rows. */
export interface Measure {
  readonly name: string
  readonly fn: MeasureFunction
  readonly value?: Expression
}

export interface SortKey {
  readonly value: Expression
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
}

/** The closed relational algebra, as a tree of frozen plain data. */
export type Relation =
  | { readonly op: 'scan'; readonly table: string }
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
