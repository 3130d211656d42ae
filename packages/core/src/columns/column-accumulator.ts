import { Kind } from '../json/column-batch.js'
import type { Account, ByteTable } from './byte-table.js'
import { ColumnTexts, maxTexts } from './column-texts.js'
import { EntryKind, EntryLanes } from './entry-lanes.js'
import type { LaneScratch } from './lane-scratch.js'
import type { ValueRun } from './value-run.js'

const overheadBytes = 400
const noExacts: ReadonlyMap<number, Uint8Array> = new Map()

/** Fewer values are taken one by one. */
const minSlice = 16
/** In a column of texts that hardly repeat themselves, one slice in so many is asked whether they still do not. */
const sampledSlices = 16
const codesOfSlice = new Uint16Array(8192)

/**
 * The values of one shape node in the rows of one group that is not closed yet: packed entries in row order.
 * Rows without an entry are missing. Only the last entry may still change (the row that is open).
 */
export class ColumnAccumulator extends EntryLanes {
  #texts: ColumnTexts | undefined
  #exacts: Map<number, Uint8Array> | undefined
  exactBytes = 0
  /** Most decimal places of a number so far; -1 once one has more than a scale can say. */
  scale = 0
  #lastPosition = -1
  /** Texts in a slice of a batch are found to be equal often enough to look for. */
  #repeats = true
  #slices = 0

  constructor(
    readonly node: number,
    account: Account,
  ) {
    super(account)
    this.#begin()
    account.bytes += this.bytes
  }

  /** Exact texts of numbers that their doubles do not hold. */
  get exacts(): ReadonlyMap<number, Uint8Array> {
    return this.#exacts ?? noExacts
  }

  /** Its texts, each once after `settle`. */
  get texts(): ByteTable | undefined {
    return this.#texts?.table
  }

  get bytes(): number {
    return overheadBytes + this.laneBytes() + this.exactBytes + (this.texts?.bytes ?? 0)
  }

  /** Size of the chunk it would make, within a factor of two; more where texts are not settled. */
  get chunkBytes(): number {
    const { texts } = this
    return this.count * 11 + this.exactBytes + (texts === undefined ? 0 : texts.used + texts.size * 4)
  }

  /** Takes nulls and booleans from the run, up to the first other value; where it stopped. */
  addPlains({ batch, order, to, base, end }: ValueRun, from: number): number {
    const { kind, row } = batch
    this.reserve(to - from)
    let at = from
    for (; at < to; at++) {
      const i = order[at]!
      if (kind[i]! > Kind.true || row[i]! >= end) break
      this.#add(row[i]! - base, kind[i]!)
    }
    return at
  }

  /** `places`: decimal places, -1 when unknown. */
  addNumber(position: number, value: number, places: number): void {
    const entry = this.#add(position, EntryKind.number)
    this.numberLane()[entry] = value
    this.#widenScale(places)
  }

  addExact(position: number, nearest: number, exact: Uint8Array): void {
    this.addNumber(position, nearest, -1)
    const bytes = 100 + exact.length
    this.#exacts ??= new Map()
    this.#exacts.set(this.count - 1, exact)
    this.exactBytes += bytes
    this.account.bytes += bytes
  }

  addText(position: number, source: Uint8Array, start: number, end: number): void {
    const entry = this.#add(position, EntryKind.text)
    const codes = this.codeLane()
    codes[entry] = this.#textsFor(entry, 1).add(source, start, end)
  }

  /** A container or a long text, by its place in the source. */
  addReference(position: number, kind: number, start: number, size: number): void {
    const entry = this.#add(position, kind)
    this.numberLane()[entry] = start
    this.sizeLane()[entry] = size
  }

  /** Takes texts of at most `maxBytes` from the run, up to the first value that is none; where it stopped. */
  addTexts(run: ValueRun, from: number, maxBytes: number): number {
    const { batch, order, to, base, end } = run
    const taken = this.#takeTexts(run, from, maxBytes)
    if (taken > 0) return from + taken
    const { bytes, kind, row, start, size } = batch
    this.reserve(to - from)
    const codes = this.codeLane()
    let at = from
    for (; at < to; at++) {
      const i = order[at]!
      const length = size[i]!
      if (kind[i] !== Kind.text || row[i]! >= end || length > maxBytes) break
      const first = start[i]!
      const entry = this.#add(row[i]! - base, EntryKind.text)
      codes[entry] = this.#textsFor(entry, 1).add(bytes, first, first + length)
    }
    return at
  }

  /** Takes texts that the kernel gathered; how many. */
  #takeTexts({ slices, to, base, end }: ValueRun, from: number, maxBytes: number): number {
    if (slices === undefined || to - from < minSlice) return 0
    const repeats = this.#repeats || this.#slices++ % sampledSlices === 0
    const taken = slices.takeTexts(from, to, base, end, base + this.#lastPosition, maxBytes, repeats)
    if (taken === 0) return 0
    const { texts } = slices
    if (repeats) this.#repeats = texts * 8 < taken * 7
    const first = this.count
    this.#textsFor(first, texts).addAll(slices, codesOfSlice)
    this.#addMany(taken, slices.positions, EntryKind.text)
    if (repeats) nameCodes(slices.codes, taken, this.codeLane(), first)
    else copyCodes(taken, this.codeLane(), first)
    return taken
  }

  /** Takes numbers from the run, up to the first value that is none; where it stopped. */
  addNumbers(run: ValueRun, from: number): number {
    const { batch, order, to, base, end } = run
    const taken = this.#takeNumbers(run, from)
    if (taken > 0) return from + taken
    const { kind, row, value, start } = batch
    this.reserve(to - from)
    const numbers = this.numberLane()
    let at = from
    for (; at < to; at++) {
      const i = order[at]!
      if (kind[i] !== Kind.number || row[i]! >= end) break
      numbers[this.#add(row[i]! - base, EntryKind.number)] = value[i]!
      const places = start[i]!
      if (places !== this.scale) this.#widenScale(places)
    }
    return at
  }

  #takeNumbers({ slices, to, base, end }: ValueRun, from: number): number {
    if (slices === undefined || to - from < minSlice) return 0
    const taken = slices.takeNumbers(from, to, base, end, base + this.#lastPosition)
    if (taken === 0) return 0
    const first = this.count
    this.#addMany(taken, slices.positions, EntryKind.number)
    this.numberLane().set(slices.numbers.subarray(0, taken), first)
    this.#widenScale(slices.places)
    return taken
  }

  /** Drops the entry of the row if it has one. */
  retract(position: number): void {
    if (this.#lastPosition === position) this.#pop()
  }

  /**
   * Starts again with the entry of the row that is open, if it has one: relative to `cut`, the first row that was
   * not encoded. False when nothing was carried over. `keep`: with the memory that it has.
   */
  restart(cut: number, keep: boolean): boolean {
    const last = this.count - 1
    const carried = last >= 0 && this.position(last) >= cut ? this.#entry(last) : undefined
    const before = this.bytes
    this.#begin()
    if (keep) this.#texts?.clear()
    else this.#dropTexts()
    this.dropLanes(keep)
    this.account.bytes += this.bytes - before
    carried?.(cut)
    return carried !== undefined
  }

  /**
   * Makes each text that only was listed be there once; before that, `chunkBytes` may be too much. `stay`: texts may be
   * listed further. It resets `scratch`.
   */
  settle(scratch: LaneScratch, stay: boolean): void {
    scratch.reset()
    const renumbered = this.#texts?.settle(scratch, stay)
    if (renumbered !== undefined) renumber(this.codes!, this.count, renumbered.from, renumbered.numbers)
    scratch.reset()
  }

  /** Gives back its memory, and what it takes of the account. */
  release(): void {
    this.account.bytes -= this.bytes
    this.#dropTexts()
    this.dropLanes(false)
  }

  /** For the reason that `EntryLanes` gives, a column that is new does it too. */
  #begin(): void {
    this.count = 0
    this.#lastPosition = -1
    this.scale = 0
    this.#exacts = undefined
    this.exactBytes = 0
  }

  #dropTexts(): void {
    this.#texts?.release()
    this.#texts = undefined
  }

  #entry(entry: number): (cut: number) => void {
    const position = this.position(entry)
    const kind = this.kindOf(entry)
    const value = this.numbers?.[entry] ?? 0
    const size = this.sizes?.[entry] ?? 0
    const exact = this.exacts.get(entry)
    const scale = this.scale
    const { texts } = this
    const code = this.codes?.[entry] ?? 0
    const text =
      kind === EntryKind.text ? texts!.heap.slice(texts!.offsets[code], texts!.offsets[code + 1]) : undefined
    return (cut) => {
      if (exact !== undefined) this.addExact(position - cut, value, exact)
      else if (kind === EntryKind.number) this.addNumber(position - cut, value, scale)
      else if (text !== undefined) this.addText(position - cut, text, 0, text.length)
      else if (kind >= EntryKind.json) this.addReference(position - cut, kind, value, size)
      else this.#add(position - cut, kind)
    }
  }

  /** A second value of the same row replaces the first: the last duplicate wins. */
  #add(position: number, kind: number): number {
    if (position === this.#lastPosition) this.#pop()
    this.reserve(1)
    const entry = this.count++
    this.#lastPosition = position
    if (this.positions !== undefined) this.positions[entry] = position
    else if (position !== entry) this.positionLane()[entry] = position
    if (this.kinds !== undefined) this.kinds[entry] = kind
    else if (entry === 0) this.kind = kind
    else if (kind !== this.kind) this.kindLane()[entry] = kind
    return entry
  }

  /** Adds entries of rows that ascend, from behind the last one. */
  #addMany(added: number, positions: Uint16Array, kind: number): void {
    this.reserve(added)
    const first = this.count
    const count = first + added
    const last = positions[added - 1]!
    if (this.positions !== undefined || last !== count - 1)
      (this.positions ?? this.positionLane()).set(positions.subarray(0, added), first)
    if (this.kinds === undefined && first === 0) this.kind = kind
    if (this.kinds !== undefined || kind !== this.kind)
      (this.kinds ?? this.kindLane()).fill(kind, first, count)
    this.count = count
    this.#lastPosition = last
  }

  #pop(): void {
    this.count--
    this.#exacts?.delete(this.count)
    this.#lastPosition = this.count === 0 ? -1 : this.position(this.count - 1)
  }

  #widenScale(places: number): void {
    if (places < 0) this.scale = -1
    else if (this.scale >= 0 && places > this.scale) this.scale = places
  }

  /** With room for so many more, where the entries before `end` are all that have theirs. */
  #textsFor(end: number, more: number): ColumnTexts {
    this.#texts ??= new ColumnTexts(this.account)
    if (this.#texts.table.size + more > maxTexts) this.#dropUnused(this.#texts, end)
    return this.#texts
  }

  /** Drops texts whose values were taken back. */
  #dropUnused(texts: ColumnTexts, end: number): void {
    const { codes } = this
    const numbers = new Uint16Array(texts.table.size)
    numbers[0] = 1
    for (let entry = 0; entry < end; entry++)
      if (this.kindOf(entry) === EntryKind.text) numbers[codes![entry]!] = codes![entry]!
    texts.keep(numbers)
    renumber(codes!, end, 0, numbers)
  }
}

// Loops of their own, for the reason that encode-column.ts gives.

/** Puts in the codes of values, by which text of the slice each is. */
function nameCodes(texts: Uint16Array, count: number, codes: Uint16Array, first: number): void {
  for (let i = 0; i < count; i++) codes[first + i] = codesOfSlice[texts[i]!]!
}

function copyCodes(count: number, codes: Uint16Array, first: number): void {
  for (let i = 0; i < count; i++) codes[first + i] = codesOfSlice[i]!
}

function renumber(codes: Uint16Array, count: number, from: number, numbers: Uint16Array): void {
  for (let entry = 0; entry < count; entry++)
    if (codes[entry]! >= from) codes[entry] = numbers[codes[entry]! - from]!
}
