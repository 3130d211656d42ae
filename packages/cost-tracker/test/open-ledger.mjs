// Opens the ledger that an argument names: a file, or a libSQL server by its address.
import { createLibsqlCostStore, ledgerMigrations } from '@assay/cost-tracker/libsql'
import { applyMigrations } from '@assay/store'
import { openDatabase } from '@assay/store/node'
import { createHranaDriver } from './hrana-driver.mjs'

export async function openLedger(target) {
  const remote = target.startsWith('http')
  const driver = remote
    ? createHranaDriver(target)
    : await openDatabase({ path: target, migrations: ledgerMigrations, lockDeadlineMs: 120_000 })
  if (remote) await applyMigrations(driver, ledgerMigrations)
  return { driver, store: createLibsqlCostStore(driver) }
}
