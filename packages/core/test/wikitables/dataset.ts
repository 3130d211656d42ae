import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const parts = ['fit', 'check', 'final'] as const
export type Part = (typeof parts)[number]

export interface AskedQuestion {
  readonly id: string
  readonly table: string
  readonly question: string
  readonly answer: readonly string[]
  readonly kind: string
}

const seed = 'assay-wikitablequestions-1'
const fitShare = 0.3
const checkShare = 0.3

/** The folder of the data that is learned from, beside the repository. */
export function findData(): string | undefined {
  const root = findRoot(dirname(fileURLToPath(import.meta.url)))
  const folder = join(root, '..', 'shared', 'data', 'wikitablequestions')
  return existsSync(join(folder, 'questions-train.jsonl')) ? folder : undefined
}

/** Where the workspace begins, wherever this file was bundled to. */
export function findRoot(folder: string): string {
  if (existsSync(join(folder, 'tsconfig.source.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('This script runs inside the workspace.')
  return findRoot(parent)
}

/** 30/30/40 by table: no table's questions are in two parts, and a table's part never changes. */
function partOf(table: string): Part {
  const hash = createHash('sha256').update(`${seed}:${table}`).digest()
  const share = hash.readUInt32BE(0) / 2 ** 32
  if (share < fitShare) return 'fit'
  return share < fitShare + checkShare ? 'check' : 'final'
}

export function readQuestions(folder: string, part: Part): AskedQuestion[] {
  return readFileSync(join(folder, 'questions-train.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): AskedQuestion => JSON.parse(line))
    .filter(({ table }) => partOf(table) === part)
}

export function readTableText(folder: string, table: string): Uint8Array {
  return readFileSync(join(folder, 'tables', `${table}.json`))
}
