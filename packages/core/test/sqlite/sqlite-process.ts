import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

type LiteCell = number | string | null

/** Whole numbers are stored as integers, all others as doubles. */
export interface LiteTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly LiteCell[])[]
  /** Columns whose whole numbers are doubles too. */
  readonly doubles?: readonly string[]
}

export interface LiteAnswer {
  readonly rows?: readonly (readonly LiteCell[])[]
  readonly error?: string
}

export interface SqliteProcess {
  /** Answers to queries over a new database with these tables alone. */
  ask(tables: readonly LiteTable[], queries: readonly string[]): Promise<LiteAnswer[]>
  close(): void
}

const child = `
const Database = require('libsql')
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { tables, queries } = JSON.parse(line)
  const db = new Database(':memory:')
  for (const { name, columns, rows, doubles = [] } of tables) {
    db.exec('CREATE TABLE ' + name + ' (' + columns.join(', ') + ')')
    const insert = db.prepare('INSERT INTO ' + name + ' VALUES (' + columns.map(() => '?').join(', ') + ')')
    const isWhole = columns.map((column) => !doubles.includes(column))
    const toCell = (value, at) => (Number.isInteger(value) && isWhole[at] ? BigInt(value) : value)
    for (const row of rows) insert.run(row.map(toCell))
  }
  const answers = queries.map((sql) => {
    try { return { rows: db.prepare(sql).raw().all() } } catch (error) { return { error: String(error) } }
  })
  db.close()
  process.stdout.write(JSON.stringify(answers) + '\\n')
})`

/** SQLite in a process of its own: two native builds of it never share one. */
export function startSqlite(): SqliteProcess {
  const cwd = fileURLToPath(new URL('../../../store', import.meta.url))
  const sqlite = spawn(process.execPath, ['-e', child], { cwd })
  const answers = createInterface({ input: sqlite.stdout })[Symbol.asyncIterator]()
  return {
    async ask(tables, queries) {
      sqlite.stdin.write(`${JSON.stringify({ tables, queries })}\n`)
      return JSON.parse((await answers.next()).value)
    },
    close: () => {
      sqlite.stdin.end()
    },
  }
}
