import type { ColumnBatch } from '../json/column-batch.js'
import { type Kernel, kernelOf } from '../json/kernel/kernel.js'
import {
  sliceByteCapacity,
  sliceBytesAt,
  sliceCapacity,
  sliceCodeAt,
  sliceEndAt,
  sliceHashAt,
  sliceNumberAt,
  sliceOrderAt,
  slicePlacesIs,
  slicePositionAt,
  sliceRowIs,
  sliceSlots,
  sliceTextsIs,
  valueCapacity,
  valueKindAt,
  valueNodeAt,
  valueNumberAt,
  valueRowAt,
  valueSizeAt,
  valueStartAt,
} from '../json/kernel/memory-map.js'

/**
 * The values of one column in a batch that lies in a kernel's memory, gathered by the kernel: it follows the places in
 * `order`, and what it found stands in the other lanes until the next call.
 */
export class BatchSlices {
  readonly order: Int32Array<ArrayBuffer>
  /** Rows relative to the group's first. */
  readonly positions: Uint16Array
  readonly numbers: Float64Array
  /** Which of the `texts` each value is, where they were told apart. */
  readonly codes: Uint16Array
  /** `hashBytes` of each text, and where it ends in `bytes`. */
  readonly hashes: Int32Array
  readonly ends: Int32Array
  readonly bytes: Uint8Array

  constructor(private readonly kernel: Kernel) {
    const { memory } = kernel
    this.order = new Int32Array(memory, sliceOrderAt, sliceCapacity)
    this.positions = new Uint16Array(memory, slicePositionAt, sliceCapacity)
    this.numbers = new Float64Array(memory, sliceNumberAt, sliceCapacity)
    this.codes = new Uint16Array(memory, sliceCodeAt, sliceCapacity)
    this.hashes = new Int32Array(memory, sliceHashAt, sliceCapacity)
    this.ends = new Int32Array(memory, sliceEndAt, sliceCapacity)
    this.bytes = new Uint8Array(memory, sliceBytesAt, sliceByteCapacity)
  }

  /** Texts that the last `takeTexts` found. */
  get texts(): number {
    return this.kernel.integers[sliceTextsIs]!
  }

  /** Most decimal places of the numbers that `takeNumbers` found; -1 when one has no known number of them. */
  get places(): number {
    return this.kernel.integers[slicePlacesIs]!
  }

  /**
   * Takes the texts of at most `most` bytes from `order[from … to)`, up to the first other value, or one whose row does
   * not follow (`after`: the row of the entry before) or is not before `end`; how many. `repeats`: equal ones are one.
   */
  takeTexts(
    from: number,
    to: number,
    base: number,
    end: number,
    after: number,
    most: number,
    repeats: boolean,
  ): number {
    const { kernel } = this
    kernel.integers[sliceRowIs] = after
    return kernel.takeTexts(from, to, base, end, most, repeats ? slotsFor(to - from) : 0)
  }

  /** The same for numbers. */
  takeNumbers(from: number, to: number, base: number, end: number, after: number): number {
    const { kernel } = this
    kernel.integers[sliceRowIs] = after
    return kernel.takeNumbers(from, to, base, end)
  }
}

const made = new WeakMap<Kernel, BatchSlices>()

/** Of the kernel in whose memory the batch lies, if there is one. */
export function slicesOf(batch: ColumnBatch): BatchSlices | undefined {
  const kernel = kernelOf(batch.bytes.buffer)
  if (kernel === undefined || batch.node.buffer !== kernel.memory) return undefined
  const known = made.get(kernel)
  if (known !== undefined) return known
  const slices = new BatchSlices(kernel)
  made.set(kernel, slices)
  return slices
}

/** A batch from elsewhere, moved into the memory of `kernel`, where its values can be gathered; itself where it has no room there. */
export function moveBatch(batch: ColumnBatch, { memory, window }: Kernel): ColumnBatch {
  const { bytes, length } = batch
  if (bytes.length > window.length || length > valueCapacity) return batch
  const integers = (lane: Int32Array, at: number): Int32Array => {
    const moved = new Int32Array(memory, at, length)
    moved.set(lane.subarray(0, length))
    return moved
  }
  window.set(bytes)
  const kind = new Uint8Array(memory, valueKindAt, length)
  kind.set(batch.kind.subarray(0, length))
  const value = new Float64Array(memory, valueNumberAt, length)
  value.set(batch.value.subarray(0, length))
  return {
    bytes: window.subarray(0, bytes.length),
    base: batch.base,
    length,
    node: integers(batch.node, valueNodeAt),
    row: integers(batch.row, valueRowAt),
    start: integers(batch.start, valueStartAt),
    size: integers(batch.size, valueSizeAt),
    kind,
    value,
    rows: batch.rows,
  }
}

/** A power of two, at most half of which are taken. */
function slotsFor(values: number): number {
  return Math.min(sliceSlots, 2 ** (33 - Math.clz32(Math.max(values - 1, 1))))
}
