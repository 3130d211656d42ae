/** A value that SQLite holds. Integers beyond 2^53 come and go as bigint or text, never rounded. */
export type SqlValue = string | number | bigint | Uint8Array | null

export interface SqlStatement {
  readonly sql: string
  readonly args: readonly SqlValue[]
}

/** One row by column name, without a prototype. */
export type SqlRow = Readonly<Record<string, SqlValue>>

/** What the engine behind a driver allows: callers size their batches by it (D1: 100, 100 KB, 2 MB). */
export interface SqlLimits {
  readonly maxParameters: number
  readonly maxStatementBytes: number
  readonly maxRowBytes: number
}

/**
 * One database. `write` is the only door for durable change: it is queued, atomic, runs under the
 * cross-process lock and resolves only after COMMIT reached the disk.
 */
export interface SqlDriver {
  readonly name: string
  readonly limits: SqlLimits
  /** All rows. Integers beyond 2^53 arrive as bigint. */
  read(statement: SqlStatement, signal?: AbortSignal): Promise<SqlRow[]>
  /** Runs all statements or none, in order; the number of rows each one changed. */
  write(batch: readonly SqlStatement[], signal?: AbortSignal): Promise<number[]>
  close(): Promise<void>
}
