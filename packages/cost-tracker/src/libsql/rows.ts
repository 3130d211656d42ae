import type { SqlRow } from '@assay/store'
import type { BudgetDefinition } from '../budgets/definition.js'
import type { BudgetWindow, Hold, HoldState, WindowKey } from '../ledger/cost-store.js'
import type { LedgerEntry } from '../ledger/entry.js'
import { type EntryJson, fromEntryJson } from '../ledger/entry-json.js'
import type { ResourceRate } from '../resources/rate-card.js'

// The rows are our own, written by the statements beside this file into STRICT tables.

function text(row: SqlRow, column: string): string {
  return String(row[column])
}

function integer(row: SqlRow, column: string): number {
  return Number(row[column])
}

function amount(row: SqlRow, column: string): bigint {
  const value = row[column]
  return typeof value === 'bigint' ? value : BigInt(Number(value))
}

export function toEntry(row: SqlRow): LedgerEntry {
  return fromEntryJson(JSON.parse(text(row, 'body')) as EntryJson)
}

export function toDefinition(row: SqlRow): BudgetDefinition {
  const body = JSON.parse(text(row, 'body')) as Omit<BudgetDefinition, 'capNanoUsd'> & { capNanoUsd: string }
  return { ...body, capNanoUsd: BigInt(body.capNanoUsd) }
}

export function toRate(row: SqlRow): ResourceRate {
  return JSON.parse(text(row, 'body')) as ResourceRate
}

export function toWindowKey(row: SqlRow): WindowKey {
  return { budget: text(row, 'budget'), value: text(row, 'value'), startMs: integer(row, 'start_ms') }
}

export function toWindow(row: SqlRow): BudgetWindow {
  return {
    ...toWindowKey(row),
    endMs: row['end_ms'] === null ? null : integer(row, 'end_ms'),
    capNanoUsd: amount(row, 'cap'),
    hard: integer(row, 'hard') === 1,
    spentNanoUsd: amount(row, 'spent'),
    heldNanoUsd: amount(row, 'held'),
    overrun: integer(row, 'overrun') === 1,
  }
}

export function toHold(row: SqlRow, windows: readonly WindowKey[]): Hold {
  return {
    id: text(row, 'id'),
    state: text(row, 'state') as HoldState,
    nanoUsd: row['amount'] === null ? null : amount(row, 'amount'),
    madeMs: integer(row, 'made_ms'),
    deadlineMs: integer(row, 'deadline_ms'),
    windows,
    draft: fromEntryJson(JSON.parse(text(row, 'draft')) as EntryJson),
  }
}
