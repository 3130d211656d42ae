import type { SqlStatement, SqlValue } from '@assay/store'
import type { BudgetDefinition } from '../budgets/definition.js'
import type { EntryFilter, HoldRequest, Resolution, ShareClaim, WindowKey } from '../ledger/cost-store.js'
import { chargeOf, type LedgerEntry } from '../ledger/entry.js'
import { toEntryJson } from '../ledger/entry-json.js'

const windowOfHold = `EXISTS (SELECT 1 FROM cost_hold_window k WHERE k.hold = ?
  AND k.budget = cost_window.budget AND k.value = cost_window.value AND k.start_ms = cost_window.start_ms)`

/** A condition that picks these counters, and its values. */
export function pickWindows(table: string, keys: readonly WindowKey[]): { sql: string; args: SqlValue[] } {
  const one = `(${table}budget = ? AND ${table}value = ? AND ${table}start_ms = ?)`
  return {
    sql: keys.length === 0 ? 'FALSE' : `(${keys.map(() => one).join(' OR ')})`,
    args: keys.flatMap(({ budget, value, startMs }) => [budget, value, startMs]),
  }
}

/** Writes a row if its id is new, and charges it to the counters of its hold: two statements. */
export function insertEntry(entry: LedgerEntry, token: string, onlyIf?: SqlStatement): SqlStatement[] {
  const { id, atMs, holdId, tenant, actor, questionId } = entry
  const charge = chargeOf(entry)
  const body = JSON.stringify(toEntryJson(entry))
  const insert = {
    sql: `INSERT INTO cost_entry (id, token, at_ms, hold, tenant, actor, question, amount, body)
      SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE ${onlyIf?.sql ?? 'TRUE'} ON CONFLICT (id) DO NOTHING`,
    args: [id, token, atMs, holdId, tenant, actor, questionId, charge, body, ...(onlyIf?.args ?? [])],
  }
  if (holdId === null) return [insert]
  return [
    insert,
    {
      sql: `UPDATE cost_window SET spent = spent + ?, overrun = max(overrun, ?)
        WHERE ${windowOfHold} AND EXISTS (SELECT 1 FROM cost_entry WHERE id = ? AND token = ?)`,
      args: [charge ?? 0n, entry.overrun ? 1 : 0, holdId, id, token],
    },
  ]
}

/**
 * A hold, in one transaction. After one statement for each counter comes the gate: one conditional INSERT that no
 * hard counter without room, no overrun one, no used id and no outdated budget lets pass; it changes one row or
 * none. The rest follow from its row.
 */
export function makeHold(request: HoldRequest, token: string): SqlStatement[] {
  const { id, nanoUsd, madeMs, deadlineMs, windows, revision, force, draft } = request
  const amount = nanoUsd ?? 0n
  const picked = pickWindows('', windows)
  const admitted = 'EXISTS (SELECT 1 FROM cost_hold WHERE id = ? AND token = ?)'
  const open: SqlStatement[] = windows.map(({ budget, value, startMs, endMs, capNanoUsd, hard }) => ({
    // An outdated request must not leave a counter with an outdated cap behind.
    sql: `INSERT INTO cost_window (budget, value, start_ms, end_ms, cap, hard) SELECT ?, ?, ?, ?, ?, ?
      WHERE (SELECT revision FROM cost_revision) = ? ON CONFLICT (budget, value, start_ms)
      DO UPDATE SET end_ms = excluded.end_ms WHERE end_ms IS NOT excluded.end_ms`,
    args: [budget, value, startMs, endMs, capNanoUsd, hard ? 1 : 0, revision],
  }))
  const gate: SqlStatement = {
    sql: `INSERT INTO cost_hold (id, state, token, amount, made_ms, deadline_ms, draft)
      SELECT ?, 'open', ?, ?, ?, ?, ?
      WHERE (SELECT revision FROM cost_revision) = ?
        AND (? = 1 OR NOT EXISTS (SELECT 1 FROM cost_window
          WHERE ${picked.sql} AND hard = 1 AND (overrun = 1 OR spent + held + ? > cap)))
      ON CONFLICT (id) DO NOTHING`,
    args: [
      ...[id, token, nanoUsd, madeMs, deadlineMs, JSON.stringify(toEntryJson(draft)), revision],
      ...[force ? 1 : 0, ...picked.args, amount],
    ],
  }
  const link: SqlStatement[] = windows.map(({ budget, value, startMs }) => ({
    sql: `INSERT INTO cost_hold_window (hold, budget, value, start_ms) SELECT ?, ?, ?, ? WHERE ${admitted}`,
    args: [id, budget, value, startMs, id, token],
  }))
  const reserve: SqlStatement = {
    sql: `UPDATE cost_window SET held = held + ? WHERE ${picked.sql} AND ${admitted}`,
    args: [amount, ...picked.args, id, token],
  }
  return [...open, gate, ...link, reserve]
}

/**
 * Ends an open hold and writes its row, in one transaction; a hold that is not open changes nothing. The second
 * statement changes one row or none, and says which.
 */
export function endHold({ holdId, state, entry }: Resolution, token: string): SqlStatement[] {
  return [
    {
      sql: `UPDATE cost_window SET held = held - coalesce((SELECT amount FROM cost_hold WHERE id = ?), 0)
        WHERE ${windowOfHold} AND EXISTS (SELECT 1 FROM cost_hold WHERE id = ? AND state = 'open')`,
      args: [holdId, holdId, holdId],
    },
    {
      sql: `UPDATE cost_hold SET state = ?, token = ? WHERE id = ? AND state = 'open'`,
      args: [state, token, holdId],
    },
    ...insertEntry(entry, token, {
      sql: 'EXISTS (SELECT 1 FROM cost_hold WHERE id = ? AND token = ?)',
      args: [holdId, token],
    }),
  ]
}

export function putBudget(definition: BudgetDefinition): SqlStatement[] {
  const { id, capNanoUsd, hard } = definition
  const body = JSON.stringify({ ...definition, capNanoUsd: capNanoUsd.toString() })
  return [
    {
      sql: `INSERT INTO cost_budget (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
      args: [id, body],
    },
    {
      sql: 'UPDATE cost_window SET cap = ?, hard = ? WHERE budget = ?',
      args: [capNanoUsd, hard ? 1 : 0, id],
    },
    { sql: 'UPDATE cost_revision SET revision = revision + 1', args: [] },
  ]
}

/** Forgets idle counters of request limits, and their links to holds, so that a later use starts from nothing. */
export function dropLimits(usedBeforeMs: number): SqlStatement[] {
  return [
    {
      sql: `DELETE FROM cost_window WHERE budget LIKE 'request/%' AND held = 0
        AND NOT EXISTS (SELECT 1 FROM cost_hold_window k JOIN cost_hold h ON h.id = k.hold
          WHERE k.budget = cost_window.budget AND k.value = cost_window.value
            AND k.start_ms = cost_window.start_ms AND h.made_ms >= ?)`,
      args: [usedBeforeMs],
    },
    {
      sql: `DELETE FROM cost_hold_window WHERE budget LIKE 'request/%'
        AND NOT EXISTS (SELECT 1 FROM cost_window w WHERE w.budget = cost_hold_window.budget
          AND w.value = cost_hold_window.value AND w.start_ms = cost_hold_window.start_ms)`,
      args: [],
    },
  ]
}

/** Changes one row when what was claimed before is still so, else none. */
export function claimShare({ subject, from, to }: ShareClaim): SqlStatement {
  if (from > 0) {
    return {
      sql: 'UPDATE cost_share SET claimed = ? WHERE subject = ? AND claimed = ?',
      args: [to, subject, from],
    }
  }
  return {
    sql: `INSERT INTO cost_share (subject, claimed) VALUES (?, ?)
      ON CONFLICT (subject) DO UPDATE SET claimed = excluded.claimed WHERE claimed = 0`,
    args: [subject, to],
  }
}

export function selectEntries(
  filter: EntryFilter,
  after: { readonly atMs: number; readonly id: string } | undefined,
  limit: number,
): SqlStatement {
  const parts: [string, SqlValue | undefined][] = [
    ['at_ms >= ?', filter.sinceMs],
    ['at_ms < ?', filter.untilMs],
    ['tenant = ?', filter.tenant],
    ['actor = ?', filter.actor],
    ['question = ?', filter.questionId],
  ]
  const used = parts.filter((part): part is [string, SqlValue] => part[1] !== undefined)
  const conditions = used.map(([sql]) => sql)
  const args = used.map(([, value]) => value)
  if (after !== undefined) {
    conditions.push('(at_ms, id) > (?, ?)')
    args.push(after.atMs, after.id)
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  return { sql: `SELECT body FROM cost_entry ${where} ORDER BY at_ms, id LIMIT ?`, args: [...args, limit] }
}

/** Counters that are not the sum of their rows or of their open holds, and resolved holds without a row. */
export const imbalances: SqlStatement = {
  sql: `SELECT budget || ' of "' || value || '" from ' || start_ms || ': ' || spent || ' spent, ' || held
      || ' held; its rows add up to ' || rows_spent || ', its open holds to ' || rows_held AS problem
    FROM (SELECT w.*,
      (SELECT coalesce(sum(e.amount), 0) FROM cost_hold_window k JOIN cost_entry e ON e.hold = k.hold
        WHERE k.budget = w.budget AND k.value = w.value AND k.start_ms = w.start_ms) AS rows_spent,
      (SELECT coalesce(sum(h.amount), 0) FROM cost_hold_window k JOIN cost_hold h ON h.id = k.hold
        WHERE k.budget = w.budget AND k.value = w.value AND k.start_ms = w.start_ms AND h.state = 'open') AS rows_held
      FROM cost_window w)
    WHERE spent <> rows_spent OR held <> rows_held
    UNION ALL
    SELECT 'hold ' || id || ' left no row' FROM cost_hold
    WHERE state <> 'open' AND NOT EXISTS (SELECT 1 FROM cost_entry e WHERE e.id = cost_hold.id)
    LIMIT 20`,
  args: [],
}
