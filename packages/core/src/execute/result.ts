/** A number that a double does not hold exactly comes as a string, its column `decimal`. `json`: parsed text stays text. */
export type Cell = null | boolean | number | string

export interface ResultColumn {
  readonly name: string
  readonly type: 'number' | 'decimal' | 'text' | 'boolean' | 'json' | 'mixed' | 'null'
}

/** How many records of the main table counted. `considered = used + Σ skipped`; `withheld` is outside. */
export interface Coverage {
  readonly considered: number
  readonly used: number
  readonly withheld: number
  /** Of the other tables that the plan reads under a scope: the records that it hides. */
  readonly withheldFrom?: readonly { readonly table: string; readonly records: number }[]
  /** Reasons: `missing: <column>`, `null: <column>`, `wrong-type: <column>`, `placeholder: <column>`, `blank: <column>`, `bad-line`. Each record once. */
  readonly skipped: readonly { readonly reason: string; readonly records: number }[]
}

/** Which records the result rests on: capped, in the order the evidence rule gives; `total` is exact. */
export interface Provenance extends TableProvenance {
  /** Records of the other tables of a join, of a union or of the queries in a row without a table. */
  readonly others?: readonly TableProvenance[]
}

export interface TableProvenance {
  readonly table: string
  readonly rows: readonly number[]
  readonly total: number
}

export interface Result {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** Rows of the result; more than `rows` has where the list reached its bound. */
  readonly rowsTotal: number
  readonly coverage: Coverage
  readonly provenance: Provenance
  /** Rows that were examined, and bytes of segments that were read. */
  readonly rowsScanned: number
  /** `catalog`: no value was computed from the data, which was at most read for the evidence. */
  readonly how: 'catalog' | 'exact'
}
