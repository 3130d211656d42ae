import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SqlDriver } from '@assay/store'
import { openDatabase } from '@assay/store/node'
import { describe, expect, it } from 'vitest'
import { simulateBudgets } from '../testing/index.js'
import { createLibsqlCostStore, ledgerMigrations } from './index.js'

/** A driver that changes one piece of the SQL on its way to the real database. */
function breakSql(driver: SqlDriver, from: string, to: string, seen: Set<string>): SqlDriver {
  return {
    ...driver,
    write: (batch, signal) =>
      driver.write(
        batch.map((statement) => {
          if (!statement.sql.includes(from)) return statement
          seen.add(from)
          return { ...statement, sql: statement.sql.replace(from, () => to) }
        }),
        signal,
      ),
  }
}

const bugs: readonly (readonly [name: string, from: string, to: string])[] = [
  ['holds forgotten at admission', 'spent + held + ? > cap', 'spent + ? > cap'],
  ['a hold that is not reserved', 'SET held = held + ?', 'SET held = held + 0 * ?'],
  ['a hold that is never released', 'held = held - coalesce(', 'held = held - 0 * coalesce('],
  ['a settlement that is not charged', 'SET spent = spent + ?', 'SET spent = spent + 0 * ?'],
  [
    'a counter with an outdated cap',
    'WHERE (SELECT revision FROM cost_revision) = ? ON CONFLICT',
    'WHERE ? IS NOT NULL ON CONFLICT',
  ],
  [
    'a cap that is changed for later windows only',
    'UPDATE cost_window SET cap = ?, hard = ? WHERE budget = ?',
    'UPDATE cost_window SET cap = coalesce(cap, ?), hard = coalesce(hard, ?) WHERE budget = ?',
  ],
  [
    'a second settlement that releases again',
    "AND EXISTS (SELECT 1 FROM cost_hold WHERE id = ? AND state = 'open')",
    'AND EXISTS (SELECT 1 FROM cost_hold WHERE id = ?)',
  ],
]

describe('seeded bugs in the SQL are caught', () => {
  it.each(bugs)('%s', async (_, from, to) => {
    const seen = new Set<string>()
    let problem: string | undefined
    for (let seed = 1; seed <= 150 && problem === undefined; seed += 1) {
      const folder = mkdtempSync(join(tmpdir(), 'assay-bug-'))
      const path = join(folder, 'ledger.db')
      // Only what a simulation loses with its own files: no need to wait for the disk.
      const driver = await openDatabase({ path, migrations: ledgerMigrations, durability: 'normal' })
      try {
        const store = createLibsqlCostStore(breakSql(driver, from, to, seen))
        problem = (await simulateBudgets({ store, seed })).problems[0]
      } finally {
        await driver.close()
        rmSync(folder, { recursive: true })
      }
    }
    expect(seen).toEqual(new Set([from]))
    expect(problem).toBeDefined()
  })
})
