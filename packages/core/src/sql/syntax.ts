import type { ScalarFunction } from '../plan/scalar-functions.js'

/** Expressions as written; `start` and `end` are offsets into the SQL text. */
export type SqlExpression = (
  | { readonly kind: 'name'; readonly parts: readonly string[]; readonly quoted: boolean }
  | { readonly kind: 'number' | 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'and' | 'or'; readonly args: readonly SqlExpression[] }
  | { readonly kind: 'not'; readonly arg: SqlExpression }
  | {
      readonly kind: 'compare'
      readonly op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'
      readonly args: readonly [SqlExpression, SqlExpression]
    }
  | { readonly kind: 'is'; readonly arg: SqlExpression; readonly what: boolean | null }
  | { readonly kind: 'in'; readonly arg: SqlExpression; readonly list: readonly SqlExpression[] }
  | {
      readonly kind: 'between'
      readonly arg: SqlExpression
      readonly low: SqlExpression
      readonly high: SqlExpression
    }
  | {
      readonly kind: 'like'
      readonly arg: SqlExpression
      readonly pattern: SqlExpression
      readonly escape: SqlExpression | undefined
    }
  /** Operators, CASE and CAST, which are functions of the algebra with a grammar of their own. */
  | { readonly kind: 'operation'; readonly fn: ScalarFunction; readonly args: readonly SqlExpression[] }
  | {
      readonly kind: 'call'
      /** Lower case. */
      readonly name: string
      readonly distinct: boolean
      readonly star: boolean
      readonly args: readonly SqlExpression[]
      /** Of FILTER (WHERE …). */
      readonly filter: SqlExpression | undefined
    }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'in-query'; readonly arg: SqlExpression; readonly query: Query }
) & { readonly start: number; readonly end: number }

export type SelectItem =
  | { readonly kind: 'all'; readonly table: string | undefined; readonly start: number }
  | { readonly kind: 'value'; readonly value: SqlExpression; readonly alias: string | undefined }

export interface OrderTerm {
  readonly value: SqlExpression
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
}

export type FromItem = { readonly start: number } & (
  | { readonly kind: 'table'; readonly table: string; readonly alias: string | undefined }
  | { readonly kind: 'query'; readonly query: Query; readonly alias: string | undefined }
  | {
      readonly kind: 'join'
      readonly join: 'inner' | 'left'
      readonly left: FromItem
      readonly right: FromItem
      readonly on: SqlExpression | undefined
      readonly using: readonly string[]
      /** Written as a JOIN without a condition: a declared link is its condition, if there is one. */
      readonly linked: boolean
    }
)

/** One SELECT without what stands behind a whole query. */
export interface Select {
  readonly distinct: boolean
  readonly items: readonly SelectItem[]
  readonly from: FromItem | undefined
  readonly where: SqlExpression | undefined
  readonly groupBy: readonly SqlExpression[]
  readonly having: SqlExpression | undefined
  readonly start: number
}

export type SetOperator = 'union' | 'union-all' | 'intersect' | 'except'

/** A SELECT, or several with set operators between them, from left to right. */
export interface Query {
  readonly with: readonly NamedQuery[]
  readonly select: Select
  readonly more: readonly { readonly op: SetOperator; readonly select: Select }[]
  readonly orderBy: readonly OrderTerm[]
  readonly count: number | null
  readonly offset: number
  readonly start: number
}

/** One query of a WITH. */
export interface NamedQuery {
  readonly name: string
  readonly columns: readonly string[] | undefined
  readonly query: Query
  readonly start: number
}
