import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@assay/store/node'
import { describe, it } from 'vitest'
import { createCostStoreChecks } from '../testing/index.js'
import { createLibsqlCostStore, ledgerMigrations } from './index.js'

async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'assay-ledger-'))
  const driver = await openDatabase({ path: join(folder, 'ledger.db'), migrations: ledgerMigrations })
  return {
    store: createLibsqlCostStore(driver),
    close: async () => {
      await driver.close()
      rmSync(folder, { recursive: true })
    },
  }
}

describe('the libSQL store conforms', () => {
  it.each(createCostStoreChecks(open, { seeds: 12 }))('$name', ({ run }) => run())
})
