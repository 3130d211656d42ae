import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { openDatabase } from '../node/open-database.js'
import type { SqlDriver } from '../sql-driver.js'
import {
  bytes,
  count,
  diffSchema,
  eq,
  integer,
  primaryKey,
  queries,
  readQuery,
  sqliteTable,
  text,
  toStatement,
} from './index.js'

const people = sqliteTable('people', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
  photo: bytes('photo'),
})
const visits = sqliteTable(
  'visits',
  {
    person: integer('person').notNull(),
    day: text('day').notNull(),
    tags: text('tags', { mode: 'json' }).$type<string[]>(),
  },
  (table) => [primaryKey({ columns: [table.person, table.day] })],
)
const migrations = [
  {
    name: '1',
    statements: [
      'CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, active INTEGER NOT NULL, photo BLOB) STRICT',
      'CREATE TABLE visits (person INTEGER NOT NULL REFERENCES people(id), day TEXT NOT NULL, tags TEXT, PRIMARY KEY (person, day)) STRICT',
    ],
  },
]

describe('schema', () => {
  let folder: string
  let driver: SqlDriver
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-schema-'))
    driver = await openDatabase({ path: join(folder, 'a.db'), migrations })
    await driver.write([
      toStatement(
        queries.insert(people).values([
          { id: 1, name: 'Ada', active: true, photo: new Uint8Array([1, 2]) },
          { id: 2, name: 'Bo', active: false },
        ]),
      ),
      toStatement(queries.insert(visits).values({ person: 1, day: '2026-01-01', tags: ['a', 'b'] })),
    ])
  })
  afterAll(async () => {
    await driver.close()
    await rm(folder, { recursive: true })
  })

  it('writes and reads typed rows through the driver', async () => {
    const rows = await readQuery(driver, queries.select().from(people).where(eq(people.active, true)))
    expectTypeOf(rows).toEqualTypeOf<
      { id: number; name: string; active: boolean; photo: Uint8Array | null }[]
    >()
    expect(rows).toEqual([{ id: 1, name: 'Ada', active: true, photo: new Uint8Array([1, 2]) }])
    const joined = await readQuery(
      driver,
      queries
        .select({ name: people.name, tags: visits.tags })
        .from(visits)
        .innerJoin(people, eq(people.id, visits.person)),
    )
    expect(joined).toEqual([{ name: 'Ada', tags: ['a', 'b'] }])
    expect(await readQuery(driver, queries.select({ n: count() }).from(people))).toEqual([{ n: 2 }])
  })

  it('hands the store’s own error on, without the parameters', async () => {
    const query = queries
      .select({ a: people.name, b: people.name })
      .from(people)
      .where(eq(people.name, 'secret'))
    const error: unknown = await readQuery(driver, query).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'STORE_STATEMENT' })
    expect(String(error)).not.toContain('secret')
  })

  it('refuses a query that is awaited instead of run', async () => {
    await expect(queries.select().from(people)).rejects.toThrow()
    expect(await driver.read({ sql: 'SELECT count(*) AS n FROM people', args: [] })).toEqual([{ n: 2 }])
  })

  it('finds where schema and migrations disagree', async () => {
    expect(await diffSchema(driver, [people, visits])).toEqual([])
    const other = sqliteTable('people', {
      id: integer('id').primaryKey(),
      name: integer('name'),
      extra: text('extra'),
    })
    expect(await diffSchema(driver, [other])).toEqual([
      'people: the database lacks the column name integer',
      'people: the database lacks the column extra text',
      'people: the schema lacks the column active integer not null',
      'people: the schema lacks the column name text not null',
      'people: the schema lacks the column photo blob',
    ])
  })
})
