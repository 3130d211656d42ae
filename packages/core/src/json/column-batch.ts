/**
 * What one value is. `number`: a finite double holds it and it has at most 15 significant digits. `exact`: any
 * other number, given as a span, so that no digit is lost. `text` / `escaped`: a string, given as the span
 * between its quotes, without and with backslashes. `json`: a container kept by reference, never taken apart.
 * `retract`: an earlier scalar of the same (node, row) was repeated: drop all values of the node's subtree in
 * that row (the last duplicate key wins, RFC 8259 section 4).
 */
export const Kind = {
  missing: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  exact: 5,
  text: 6,
  escaped: 7,
  json: 8,
  retract: 9,
} as const
export type Kind = (typeof Kind)[keyof typeof Kind]

/**
 * The block contract: everything a block of JSON adds, as packed lanes. Valid only during the call that hands it
 * over. Values come in document order; a row's values precede its entry in `rows`. Both scanner implementations
 * give the same entries in the same order; their batches may end at other places.
 */
export interface ColumnBatch {
  /** The bytes that spans point into. */
  readonly bytes: Uint8Array
  /** Absolute offset of `bytes[0]` in the decoded source. */
  readonly base: number

  readonly length: number
  /** Shape node of the value. */
  readonly node: Int32Array
  /** Row in the node's table, from 0. */
  readonly row: Int32Array
  readonly kind: Uint8Array
  /** `number`: the double (keeps -0). `json`: absolute offset of its first byte. */
  readonly value: Float64Array
  /** `exact`, `text`, `escaped`: start in `bytes`. `number`: decimal places of its shortest exact form (0 for integers; -1: use the double). */
  readonly start: Int32Array
  /** `exact`, `text`, `escaped`, `json`: length in bytes. */
  readonly size: Int32Array

  readonly rows: RowLanes
}

/** Rows that ended in this block, in the order of their last bytes (children before parents). */
export interface RowLanes {
  readonly length: number
  readonly table: Int32Array
  /** Row in its table. Rows of one table end in ascending order. */
  readonly row: Int32Array
  /** Row in the parent table, -1 for a root table. */
  readonly parent: Int32Array
  /** Position in its array or map, or the zero-based non-blank line. */
  readonly index: Int32Array
  /** Absolute offsets: first byte, and one past the last. */
  readonly start: Float64Array
  readonly end: Float64Array
}
