import { pathToFileURL } from 'node:url'
import { type SqlRow, type SqlStatement, type SqlValue, storeErrors } from '@assay/store'
import { type Client, createClient, type InValue } from '@libsql/client/sqlite3'
import Database from 'libsql'

/** `full` survives a power cut after every acknowledged write; `normal` only for what may be lost. */
export type Durability = 'full' | 'normal'

const synchronousLevel: Readonly<Record<Durability, number>> = { full: 2, normal: 1 }

/**
 * Pages (of 4 KiB) after which a commit moves the log into the database. On a full disk that may take as much
 * space again, so it stays below the reserve of a store.
 */
const logPages = 200

/** Asserted after setting: SQLite answers an unknown or refused pragma with silence. */
function pragmasOf(durability: Durability): readonly (readonly [name: string, value: string | number])[] {
  return [
    ['journal_mode', 'wal'],
    ['synchronous', synchronousLevel[durability]],
    ['foreign_keys', 1],
    ['trusted_schema', 0],
    ['wal_autocheckpoint', logPages],
  ]
}

function assertPragma(path: string, pragma: string, expected: string | number, row: unknown): void {
  const found = String(typeof row === 'object' && row !== null ? Reflect.get(row, pragma) : undefined)
  if (found === String(expected)) return
  throw storeErrors.create(
    'STORE_PRAGMA',
    `${path} could not be set up: ${pragma} is ${found} and must be ${expected}.`,
    { path, pragma, expected: String(expected), found },
    { hint: 'A local file system that supports shared memory and file locks is needed.' },
  )
}

/**
 * The one connection that writes, on a pool of one, so that pragmas reach it. Opened, used and closed under the
 * cross-process lock only: its commits and its last close run checkpoints.
 */
export async function openWriter(path: string, durability: Durability): Promise<Client> {
  const client = createClient({ url: pathToFileURL(path).href, concurrency: 1, intMode: 'bigint' })
  try {
    for (const [pragma, value] of pragmasOf(durability)) {
      await client.execute(`PRAGMA ${pragma} = ${value}`)
      assertPragma(path, pragma, value, (await client.execute(`PRAGMA ${pragma}`)).rows[0])
    }
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

/** Whole numbers go as integers: the native library binds every JavaScript number as a float. */
export function toClientStatement({ sql, args }: SqlStatement): { sql: string; args: InValue[] } {
  return {
    sql,
    args: args.map((value) =>
      Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value as number) : value,
    ),
  }
}

function fromNative(value: unknown): SqlValue {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value
  }
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  if (typeof value === 'string' || typeof value === 'number') return value
  return null
}

function refuseRead(reason: string): Error {
  return storeErrors.create('STORE_STATEMENT', `A read was refused: ${reason}.`, { reason, statement: 0 })
}

interface Prepared {
  readonly columns: readonly string[]
  readonly statement: Database.Statement
}

/** Reads through prepared statements of the native library that the client itself uses. */
export interface Reader {
  all(statement: SqlStatement): SqlRow[]
  close(): void
}

/** Keeps the most recent `maxPrepared` statements prepared. The connection refuses to write. */
export function openReader(path: string, maxPrepared = 64): Reader {
  const database = new Database(path)
  database.exec('PRAGMA query_only = 1; PRAGMA trusted_schema = 0; PRAGMA wal_autocheckpoint = 0')
  assertPragma(path, 'query_only', 1, database.prepare('PRAGMA query_only').get())
  const prepared = new Map<string, Prepared>()

  function prepare(sql: string): Prepared {
    const known = prepared.get(sql)
    prepared.delete(sql)
    const made = known ?? prepareNew(sql)
    prepared.set(sql, made)
    if (prepared.size > maxPrepared) prepared.delete(prepared.keys().next().value ?? '')
    return made
  }

  function prepareNew(sql: string): Prepared {
    const statement = database.prepare(sql)
    const columns = statement.columns().map(({ name }) => name)
    if (columns.length === 0) throw refuseRead('it returns no rows')
    if (new Set(columns).size < columns.length) {
      throw refuseRead(
        `two of its columns have the same name (${columns.join(', ')}); give each its own with AS`,
      )
    }
    return { columns, statement: statement.raw(true).safeIntegers(true) }
  }

  return {
    all(statement) {
      const { columns, statement: native } = prepare(statement.sql)
      return native.all(toClientStatement(statement).args).map((values) => {
        const row: Record<string, SqlValue> = Object.create(null)
        if (!Array.isArray(values)) return row
        for (const [index, column] of columns.entries()) row[column] = fromNative(values[index])
        return row
      })
    },
    close() {
      prepared.clear()
      database.close()
    },
  }
}
