import type { Migration } from '@assay/store'

/**
 * The ledger's own database. Amounts are nano-dollars; times are milliseconds. `token` marks the write that made
 * or last changed a row, so that the statements after it in the same transaction know whether it was theirs.
 */
export const ledgerMigrations: readonly Migration[] = [
  {
    name: 'ledger-1',
    statements: [
      `CREATE TABLE cost_revision (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL) STRICT`,
      `INSERT INTO cost_revision (one, revision) VALUES (1, 0)`,
      `CREATE TABLE cost_budget (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT`,
      `CREATE TABLE cost_window (
        budget TEXT NOT NULL, value TEXT NOT NULL, start_ms INTEGER NOT NULL, end_ms INTEGER,
        cap INTEGER NOT NULL, hard INTEGER NOT NULL,
        spent INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
        overrun INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (budget, value, start_ms)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE cost_hold (
        id TEXT PRIMARY KEY, state TEXT NOT NULL, token TEXT NOT NULL, amount INTEGER,
        made_ms INTEGER NOT NULL, deadline_ms INTEGER NOT NULL, draft TEXT NOT NULL
      ) STRICT`,
      `CREATE INDEX cost_hold_open ON cost_hold (deadline_ms) WHERE state = 'open'`,
      `CREATE TABLE cost_hold_window (
        hold TEXT NOT NULL, budget TEXT NOT NULL, value TEXT NOT NULL, start_ms INTEGER NOT NULL,
        PRIMARY KEY (hold, budget, value, start_ms)
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX cost_hold_window_key ON cost_hold_window (budget, value, start_ms)`,
      `CREATE TABLE cost_entry (
        id TEXT PRIMARY KEY, token TEXT NOT NULL, at_ms INTEGER NOT NULL, hold TEXT, tenant TEXT NOT NULL,
        actor TEXT NOT NULL, question TEXT, amount INTEGER, body TEXT NOT NULL
      ) STRICT`,
      `CREATE INDEX cost_entry_time ON cost_entry (at_ms, id)`,
      `CREATE INDEX cost_entry_hold ON cost_entry (hold) WHERE hold IS NOT NULL`,
      `CREATE INDEX cost_entry_question ON cost_entry (question) WHERE question IS NOT NULL`,
      `CREATE TABLE cost_alert (
        budget TEXT NOT NULL, value TEXT NOT NULL, start_ms INTEGER NOT NULL, share TEXT NOT NULL,
        PRIMARY KEY (budget, value, start_ms, share)
      ) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    name: 'ledger-2',
    statements: [
      `CREATE TABLE cost_rate (
        name TEXT NOT NULL, since TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (name, since)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE cost_share (subject TEXT PRIMARY KEY, claimed INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
    ],
  },
]
