import type { Machine } from '../machine.js'
import type { Recorder } from '../recorder.js'
import type { ScanLimits } from '../scanner.js'
import type { ShapeBuilder } from '../shape-builder.js'
import type { Tape } from '../tape.js'
import type { Kernel } from './kernel.js'
import {
  baseIs,
  columnsIs,
  frameCapacity,
  inputEndIs,
  isLearningIs,
  isLinesIs,
  isLostIs,
  keyBytesIs,
  maxColumnsIs,
  maxColumnsOverallIs,
  maxDepthIs,
  maxKeysIs,
  maxLineBytesIs,
  maxReferenceBytesIs,
  maxScalarBytesIs,
  nodesIs,
  nodesLeftIs,
  rowCapacity,
  rowsLengthIs,
  tablesLeftIs,
  valueCapacity,
  valuesLengthIs,
} from './memory-map.js'
import { isShared, shareLanes, shareTape } from './shared-lanes.js'

/** Bytes between two stops that are hardly worth the change. */
const dense = 64
const mostLent = 16_384
const maxInteger = 2_147_483_647

/** Whether a scan with these limits fits a kernel. */
export function fitsKernel(limits: ScanLimits): boolean {
  return limits.maxDepth < frameCapacity
}

/**
 * The kernel at work on a scan whose lanes stand in its memory. It reads as far as no decision is needed; the token
 * at which it stops is the machine's, which works on the same lanes; then it goes on. So there is one place where a
 * shape is learned and one where an error is made, whoever reads.
 */
export class KernelRun {
  private bytes: Uint8Array = new Uint8Array(0)
  /** Bytes in which the machine may begin tokens. */
  private lent = 1

  constructor(
    private readonly kernel: Kernel,
    limits: ScanLimits,
    isLines: boolean,
    private readonly shape: ShapeBuilder,
    private readonly recorder: Recorder,
    private readonly tape: Tape,
  ) {
    const { integers, doubles } = kernel
    integers[isLinesIs] = isLines ? 1 : 0
    integers[maxDepthIs] = limits.maxDepth
    integers[maxColumnsIs] = Math.min(limits.maxColumns, maxInteger)
    integers[maxColumnsOverallIs] = Math.min(limits.maxColumnsOverall, maxInteger)
    integers[maxScalarBytesIs] = Math.min(limits.maxScalarBytes, maxInteger)
    doubles[maxLineBytesIs] = limits.maxLineBytes
    doubles[maxKeysIs] = limits.maxKeysPerObject
    doubles[maxReferenceBytesIs] = Math.min(limits.maxReferenceBytes, maxInteger)
    kernel.entries = {
      begin: (depth) => recorder.mapKeys.begin(depth),
      takeKey: (depth, open, close) => recorder.takeEntryKey(depth, this.bytes, open, close),
    }
    shareLanes(kernel.memory, recorder.frames, shape)
  }

  /** As `Machine.run`. */
  run(machine: Machine, bytes: Uint8Array, base: number, from: number, end: number): number {
    if (bytes.buffer !== this.kernel.memory) return machine.run(bytes, base, from, end)
    const { integers, doubles } = this.kernel
    this.bytes = bytes
    this.recorder.base = base
    integers[isLearningIs] = this.shape.learner.isActive ? 1 : 0
    integers[inputEndIs] = Math.min(machine.inputEnd - base, maxInteger)
    doubles[baseIs] = base
    let pos = from
    // A token of which much was read already is the machine's, so that it is read once.
    if (machine.isInside) {
      pos = machine.run(bytes, base, pos, end, pos + 1)
      if (pos === from) return pos
    }
    for (let isFirst = true; pos < end; isFirst = false) {
      if (!this.prepare()) return machine.run(bytes, base, pos, end)
      const reached = this.advance(machine, pos, end, isFirst)
      if (reached === end) return end
      // Where nearly every token needs a decision, the machine takes more of them at once.
      this.lent = reached - pos < dense ? Math.min(this.lent * 2, mostLent) : 1
      const stop = Math.min(reached + this.lent, end)
      pos = machine.run(bytes, base, reached, end, stop)
      if (pos < stop) return pos
    }
    return pos
  }

  private advance(machine: Machine, from: number, end: number, isFirst: boolean): number {
    const { shape, tape } = this
    const { integers, doubles, run } = this.kernel
    machine.save(integers, doubles)
    integers[valuesLengthIs] = tape.length
    integers[rowsLengthIs] = tape.rows.length
    // A line that is held may be taken back, and then the scan is not lost.
    const isLost = shape.learner.reason !== undefined && !tape.held
    integers[isLostIs] = isLost ? 1 : 0
    integers[tablesLeftIs] = shape.mayAddTable(true) ? 2 : shape.mayAddTable(false) ? 1 : 0
    integers[nodesIs] = shape.nodes.length
    integers[keyBytesIs] = shape.keys.used
    integers[nodesLeftIs] = isLost ? shape.learner.spareNodesLeft : 0
    integers[columnsIs] = shape.columns.overall
    const reached = run(from, end, isFirst)
    machine.restore(integers, doubles)
    shape.columns.overall = integers[columnsIs]!
    shape.takeOver(integers[nodesIs]!)
    tape.length = integers[valuesLengthIs]!
    tape.rows.length = integers[rowsLengthIs]!
    return reached
  }

  /** Whether all lanes are where the kernel looks for them. */
  private prepare(): boolean {
    const { kernel, tape } = this
    if (!isShared(kernel.memory, this.shape)) return false
    if (tape.node.buffer === kernel.memory && tape.rows.table.buffer === kernel.memory) return true
    if (tape.node.length > valueCapacity || tape.rows.table.length > rowCapacity) return false
    shareTape(kernel.memory, tape)
    return true
  }
}
