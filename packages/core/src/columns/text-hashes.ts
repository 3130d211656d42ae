import { type Kernel, returnKernel } from '../json/kernel/kernel.js'
import {
  sliceCapacity,
  sliceCodeAt,
  sliceEndAt,
  sliceFoldedAt,
  sliceHashAt,
  windowCapacity,
} from '../json/kernel/memory-map.js'
import { hashBytes } from './byte-table.js'
import { LanePool } from './lane-pool.js'
import { addLength, type LengthSet, lengthWords } from './length-set.js'

/**
 * What folding makes of a text: itself, another one whose hash is known, nothing. `unknown`: it was not folded, because
 * it is not ASCII, long, or there is no kernel.
 */
export const Fold = { none: 0, other: 1, unknown: 2, blank: 3 } as const

const maxTexts = 65_536
/** Longer texts are not folded. */
const maxFoldedBytes = 512

/** The `hashBytes` of a chunk's texts, one chunk after another, by the kernel where there is one. */
export class TextHashes {
  readonly hashes: Int32Array
  /** Each one's `Fold`, and the hash of what it folds to where that is known and another. */
  readonly folds: Uint8Array
  readonly foldedHashes: Int32Array
  /** Of the folds that are known and not blank. */
  readonly lengths: LengthSet = new Int32Array(lengthWords)
  readonly #pool: LanePool
  #lanes: KernelLanes | undefined

  /** `kernel`: `takeKernel()`; without it, portable code hashes. */
  constructor(kernel: Kernel | undefined, pool = new LanePool(0)) {
    this.#lanes = kernel === undefined ? undefined : new KernelLanes(kernel)
    this.#pool = pool
    this.hashes = pool.take(Int32Array, maxTexts)
    this.folds = pool.take(Uint8Array, maxTexts).fill(Fold.unknown)
    this.foldedHashes = pool.take(Int32Array, maxTexts)
  }

  /** Of `size` texts: code c is `heap[offsets[c] … offsets[c + 1])`. */
  load(size: number, heap: Uint8Array, offsets: Uint32Array): void {
    const lanes = this.#lanes
    if (lanes === undefined) {
      const { hashes } = this
      for (let code = 0; code < size; code++)
        hashes[code] = hashBytes(heap, offsets[code]!, offsets[code + 1]!)
      return
    }
    this.lengths.fill(0)
    for (let from = 0; from < size; ) {
      const to = lanes.hash(from, size, heap, offsets)
      this.hashes.set(lanes.hashes.subarray(0, to - from), from)
      this.foldedHashes.set(lanes.foldedHashes.subarray(0, to - from), from)
      this.folds.set(lanes.folds.subarray(0, to - from), from)
      addLengths(lanes.folds, lanes.lengths, to - from, this.lengths)
      from = to
    }
  }

  /** Gives memory and kernel back; nothing is loaded after that. */
  release(): void {
    for (const lane of [this.hashes, this.folds, this.foldedHashes]) this.#pool.give(lane)
    if (this.#lanes !== undefined) returnKernel(this.#lanes.kernel)
    this.#lanes = undefined
  }
}

/** What the kernel reads, and what it writes. */
class KernelLanes {
  readonly hashes: Int32Array
  readonly foldedHashes: Int32Array
  readonly folds: Uint16Array
  /** Ends of the texts, then the lengths of their folds. */
  readonly lengths: Int32Array

  constructor(readonly kernel: Kernel) {
    const { memory } = kernel
    this.hashes = new Int32Array(memory, sliceHashAt, sliceCapacity)
    this.foldedHashes = new Int32Array(memory, sliceFoldedAt, sliceCapacity)
    this.folds = new Uint16Array(memory, sliceCodeAt, sliceCapacity)
    this.lengths = new Int32Array(memory, sliceEndAt, sliceCapacity)
  }

  /** Hashes as many texts from `from` on as there is room for, which is more than one; where it stopped. */
  hash(from: number, size: number, heap: Uint8Array, offsets: Uint32Array): number {
    const { kernel } = this
    const count = takeEnds(offsets, from, Math.min(size, from + sliceCapacity), this.lengths)
    kernel.window.set(heap.subarray(offsets[from], offsets[from + count]))
    kernel.hashTexts(count, maxFoldedBytes)
    return from + count
  }
}

/** Adds the lengths of folds that are known. */
function addLengths(folds: Uint16Array, lengths: Int32Array, count: number, set: LengthSet): void {
  let before = -1
  for (let text = 0; text < count; text++) {
    const length = lengths[text]!
    if (length === before || folds[text]! > Fold.other) continue
    addLength(set, length)
    before = length
  }
}

/** Ends of texts relative to the start of the first, as many as fit the window. */
function takeEnds(offsets: Uint32Array, from: number, to: number, ends: Int32Array): number {
  const most = offsets[from]! + windowCapacity
  const start = offsets[from]!
  let count = 0
  for (let text = from; text < to && offsets[text + 1]! <= most; text++)
    ends[count++] = offsets[text + 1]! - start
  return count
}
