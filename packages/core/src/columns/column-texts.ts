import type { BatchSlices } from './batch-slices.js'
import { type Account, ByteTable } from './byte-table.js'
import type { LaneScratch } from './lane-scratch.js'
import { findEqual, keepNamed } from './tell-apart.js'

/** Codes are of 16 bits. */
export const maxTexts = 65_536
/** A column is not judged by fewer texts. */
const minJudged = 4096

/** What `settle` did: the texts from `from` on have other numbers. */
export interface Renumbered {
  readonly from: number
  readonly numbers: Uint16Array
}

/**
 * The different texts of a column in the group that is open. Where most are new, looking each up costs several times as
 * much as all else that is done to it: such a column only lists its texts, and they are told apart together (`settle`).
 */
export class ColumnTexts {
  readonly table: ByteTable
  #isListed = false
  /** Texts at the front that differ from each other. */
  #apart = 0
  /** Of the group: as often as a text came. */
  #added = 0

  constructor(account: Account) {
    this.table = new ByteTable(account)
  }

  add(source: Uint8Array, start: number, end: number): number {
    this.#added++
    return this.#isListed ? this.table.append(source, start, end) : this.table.add(source, start, end)
  }

  /** Adds the texts that were gathered last; `numbers` gets the number of each. */
  addAll({ texts, hashes, ends, bytes }: BatchSlices, numbers: Uint16Array): void {
    const { table } = this
    if (!this.#isListed && this.#added >= minJudged && this.#isMostlyNew()) this.#list()
    this.#added += texts
    if (this.#isListed) count(numbers, texts, table.appendAll(texts, hashes, ends, bytes))
    else table.addAll(texts, hashes, ends, bytes, numbers)
  }

  /**
   * Tells listed texts apart, so that each is there once; undefined where all were different. What it gives is valid
   * until `scratch` is reset. `stay`: texts may be listed further.
   */
  settle(scratch: LaneScratch, stay: boolean): Renumbered | undefined {
    const { table } = this
    const from = this.#apart
    if (!this.#isListed) return undefined
    let renumbered: Renumbered | undefined
    if (from < table.size) {
      const numbers = scratch.take(Uint16Array, table.size - from)
      if (findEqual(table, from, numbers, scratch.zeros(Int32Array, slotsFor(table.size)))) {
        keepNamed(table, from, numbers)
        renumbered = { from, numbers }
      }
      this.#apart = table.size
    }
    if (!stay || !this.#isMostlyNew()) this.#index()
    return renumbered
  }

  /** Keeps those whose number in `numbers` is their own, and gives each its new one there. */
  keep(numbers: Uint16Array): void {
    keepNamed(this.table, 0, numbers)
    this.#apart = 0
    if (!this.#isListed) this.table.index()
  }

  /** Empty again, with the memory that it has; `settle` was called before. */
  clear(): void {
    if (!this.#isListed && this.#added >= minJudged && this.#isMostlyNew()) this.#list()
    this.table.clear()
    this.#apart = 0
    this.#added = 0
  }

  /** See `ByteTable.release`. */
  release(): void {
    this.table.release()
  }

  #isMostlyNew(): boolean {
    return this.table.size * 4 >= this.#added * 3
  }

  #list(): void {
    this.#isListed = true
    this.#apart = this.table.size
    this.table.list()
  }

  #index(): void {
    this.#isListed = false
    this.table.index()
  }
}

function slotsFor(texts: number): number {
  return 2 ** (33 - Math.clz32(Math.max(texts - 1, 1)))
}

function count(numbers: Uint16Array, texts: number, first: number): void {
  for (let i = 0; i < texts; i++) numbers[i] = first + i
}
