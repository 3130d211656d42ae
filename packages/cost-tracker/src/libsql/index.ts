import type { SqlDriver, SqlRow, SqlStatement } from '@assay/store'
import { checkEntry } from '../ledger/check-entry.js'
import type { CostStore, Hold, WindowKey } from '../ledger/cost-store.js'
import type { LedgerEntry } from '../ledger/entry.js'
import { toDefinition, toEntry, toHold, toRate, toWindow, toWindowKey } from './rows.js'
import {
  claimShare,
  dropLimits,
  endHold,
  imbalances,
  insertEntry,
  makeHold,
  pickWindows,
  putBudget,
  selectEntries,
} from './statements.js'

export { ledgerMigrations } from './schema.js'

const pageSize = 2_000
/** Entries of one write: two statements and about twenty values each. */
const entriesPerWrite = 200

/**
 * A cost store in a database that was migrated with `ledgerMigrations`, best one of its own, so that nothing
 * delays a hold. The driver is the caller's, who closes it. Every change is one transaction, whose statements
 * decide by themselves: nothing is read first and written later.
 */
export function createLibsqlCostStore(
  driver: SqlDriver,
  options: { readonly createToken?: (() => string) | undefined } = {},
): CostStore {
  const createToken = options.createToken ?? (() => crypto.randomUUID())

  async function readEntry(id: string): Promise<LedgerEntry | undefined> {
    const [row] = await driver.read({ sql: 'SELECT body FROM cost_entry WHERE id = ?', args: [id] })
    return row === undefined ? undefined : toEntry(row)
  }

  async function toHolds(rows: readonly SqlRow[]): Promise<Hold[]> {
    if (rows.length === 0) return []
    const ids = rows.map((row) => String(row['id']))
    const links = await driver.read({
      sql: `SELECT hold, budget, value, start_ms FROM cost_hold_window WHERE hold IN (${ids.map(() => '?').join(', ')})`,
      args: ids,
    })
    const byHold = new Map<string, WindowKey[]>(ids.map((id) => [id, []]))
    for (const link of links) byHold.get(String(link['hold']))?.push(toWindowKey(link))
    return rows.map((row) => toHold(row, byHold.get(String(row['id'])) ?? []))
  }

  async function readHold(id: string): Promise<Hold | undefined> {
    const rows = await driver.read({ sql: 'SELECT * FROM cost_hold WHERE id = ?', args: [id] })
    return (await toHolds(rows))[0]
  }

  async function readWindows(keys: readonly WindowKey[]) {
    if (keys.length === 0) return []
    const { sql, args } = pickWindows('', keys)
    return (await driver.read({ sql: `SELECT * FROM cost_window WHERE ${sql}`, args })).map(toWindow)
  }

  return {
    async append(entries) {
      for (const entry of entries) checkEntry(entry)
      const stored: LedgerEntry[] = []
      for (let start = 0; start < entries.length; start += entriesPerWrite) {
        const page = entries.slice(start, start + entriesPerWrite)
        const token = createToken()
        const batches = page.map((entry) => insertEntry(entry, token))
        const changes = await driver.write(batches.flat())
        let statement = 0
        for (const [index, entry] of page.entries()) {
          const isNew = changes[statement] === 1
          statement += batches[index]?.length ?? 0
          stored.push(isNew ? entry : ((await readEntry(entry.id)) ?? entry))
        }
      }
      return stored
    },
    readEntry,
    async *readEntries(filter) {
      let after: { atMs: number; id: string } | undefined
      for (;;) {
        const page = (await driver.read(selectEntries(filter, after, pageSize))).map(toEntry)
        const last = page.at(-1)
        if (last === undefined) return
        yield page
        if (page.length < pageSize) return
        after = { atMs: last.atMs, id: last.id }
      }
    },
    async hold(request) {
      checkEntry(request.draft)
      const { id, nanoUsd, madeMs, deadlineMs, windows, draft, revision } = request
      const changes = await driver.write(makeHold(request, createToken()))
      const keys = windows.map(({ budget, value, startMs }) => ({ budget, value, startMs }))
      if (changes[windows.length] === 1) {
        return {
          outcome: 'held',
          hold: { id, state: 'open', nanoUsd, madeMs, deadlineMs, windows: keys, draft },
        }
      }
      const known = await readHold(id)
      if (known !== undefined) return { outcome: 'replayed', hold: known }
      const [row] = await driver.read({ sql: 'SELECT revision FROM cost_revision', args: [] })
      if (Number(row?.['revision']) !== revision) return { outcome: 'stale' }
      return { outcome: 'refused', windows: await readWindows(keys) }
    },
    async resolve(resolution) {
      checkEntry(resolution.entry)
      const [, ended] = await driver.write(endHold(resolution, createToken()))
      return ended === 1
    },
    readHold,
    async readDueHolds(beforeMs, limit) {
      const sql = `SELECT * FROM cost_hold WHERE state = 'open' AND deadline_ms < ? ORDER BY deadline_ms LIMIT ?`
      return toHolds(await driver.read({ sql, args: [beforeMs, limit] }))
    },
    async readBudgets() {
      // One statement, so that the definitions are those of the revision.
      const rows = await driver.read({
        sql: 'SELECT r.revision, b.body FROM cost_revision r LEFT JOIN cost_budget b ON TRUE ORDER BY b.rowid',
        args: [],
      })
      const definitions = rows.filter((row) => row['body'] !== null).map(toDefinition)
      return { revision: Number(rows[0]?.['revision'] ?? 0), definitions }
    },
    async defineBudget(definition) {
      await driver.write(putBudget(definition))
    },
    async removeBudget(id) {
      const batch: SqlStatement[] = [
        {
          sql: `UPDATE cost_revision SET revision = revision + 1
            WHERE EXISTS (SELECT 1 FROM cost_budget WHERE id = ?)`,
          args: [id],
        },
        { sql: 'DELETE FROM cost_budget WHERE id = ?', args: [id] },
      ]
      return (await driver.write(batch))[1] === 1
    },
    readWindows,
    async readCurrentWindows(atMs) {
      const rows = await driver.read({
        sql: `SELECT * FROM cost_window WHERE start_ms <= ? AND (end_ms IS NULL OR end_ms > ?)
          ORDER BY budget, value, start_ms`,
        args: [atMs, atMs],
      })
      return rows.map(toWindow)
    },
    async claimAlert({ budget, value, startMs }, share) {
      const [changed] = await driver.write([
        {
          sql: `INSERT INTO cost_alert (budget, value, start_ms, share) VALUES (?, ?, ?, ?)
            ON CONFLICT (budget, value, start_ms, share) DO NOTHING`,
          args: [budget, value, startMs, String(share)],
        },
      ])
      return changed === 1
    },
    async forgetLimits(usedBeforeMs) {
      const [forgotten = 0] = await driver.write(dropLimits(usedBeforeMs))
      return forgotten
    },
    async readRates() {
      const rows = await driver.read({ sql: 'SELECT body FROM cost_rate ORDER BY name, since', args: [] })
      return rows.map(toRate)
    },
    async putRate(rate) {
      const sql = `INSERT INTO cost_rate (name, since, body) VALUES (?, ?, ?)
        ON CONFLICT (name, since) DO UPDATE SET body = excluded.body`
      await driver.write([{ sql, args: [rate.name, rate.since, JSON.stringify(rate)] }])
    },
    async removeRate(name, since) {
      const sql = 'DELETE FROM cost_rate WHERE name = ? AND since = ?'
      return (await driver.write([{ sql, args: [name, since] }]))[0] === 1
    },
    async readShares(subjects) {
      const marks = subjects.map(() => '?').join(', ')
      const sql = `SELECT subject, claimed FROM cost_share WHERE subject IN (${marks})`
      const rows = await driver.read({ sql, args: subjects })
      const claimed = new Map(rows.map((row) => [String(row['subject']), Number(row['claimed'])]))
      return subjects.map((subject) => claimed.get(subject) ?? 0)
    },
    async claimShares(claims) {
      return (await driver.write(claims.map(claimShare))).map((changed) => changed === 1)
    },
    async findImbalances() {
      return (await driver.read(imbalances)).map((row) => String(row['problem']))
    },
  }
}
