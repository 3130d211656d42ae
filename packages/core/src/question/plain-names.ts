import { splitWords } from '../catalog/name-words.js'

const plainNouns = new Set([
  'data',
  'value',
  'values',
  'records',
  'rows',
  'root',
  'items',
  'result',
  'results',
  'table',
  'daten',
  'tabelle',
])

/** True for a table's name that says nothing of what its rows are (`data`, `204-590`). */
export function isPlainTableName(name: string): boolean {
  return splitWords(name).every((word) => /\d/u.test(word) || plainNouns.has(word))
}
