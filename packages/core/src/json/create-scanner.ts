import type { AssayError } from '@assay/store/error'
import { detectForeignEncoding } from './encoding.js'
import { endOfLine, type JsonErrorCode, toJsonError, Violation } from './errors.js'
import { FoldingShape } from './folding-shape.js'
import { type Kernel, returnKernel, takeKernel } from './kernel/kernel.js'
import { fitsKernel, KernelRun } from './kernel/kernel-run.js'
import { Machine } from './machine.js'
import { Recorder } from './recorder.js'
import type { BadLine, ScanLimits, ScannedDocument, Scanner, ScanOptions, ScanSummary } from './scanner.js'
import type { Shape } from './shape.js'
import { Tape } from './tape.js'
import { pieceBytes, Window } from './window.js'
import { startsValue } from './words.js'

const byteOrderMark = [0xef, 0xbb, 0xbf]
const listedBadLines = 100
const newline = new Uint8Array([0x0a])

/** The scanner: on the kernel where there is WebAssembly with SIMD, in portable code elsewhere. See `Scanner`. */
export function createScanner(options: ScanOptions): Scanner {
  return new ByteScanner(options, fitsKernel(options.limits) ? takeKernel() : undefined)
}

/** The same without the kernel, to compare with. */
export function createPortableScanner(options: ScanOptions): Scanner {
  return new ByteScanner(options, undefined)
}

/**
 * Drives the machine over a window of bytes. The end of the input is one more newline: it ends a number, and
 * whatever else is open trips over it at the input's length, where the error belongs.
 *
 * With `onBadLine: 'skip'` a line is scanned only when all of it is in the window, so that what it left on the
 * tape can be taken back when a violation is found on it.
 */
class ByteScanner implements Scanner {
  readonly shape: Shape
  readonly reader: 'kernel' | 'portable'
  private readonly builder: FoldingShape
  private readonly tape: Tape
  private readonly recorder: Recorder
  private machine: Machine
  private readonly window: Window
  private readonly run: KernelRun | undefined
  private isOver = false
  /** At the end of the piece before. */
  private wasLost = false
  private readonly limits: ScanLimits
  private readonly skips: boolean
  /** Bytes pushed, and where the document at hand begins, with its first four. */
  private received = 0
  private documentStart = 0
  private readonly head = new Uint8Array(4)
  private started = false
  private ended = false
  /** `skips`: bytes of the window that hold no newline; the line at hand is too long and is dropped as it comes. */
  private searched = 0
  private dropping = false
  private readonly badLines: BadLine[] = []
  private badLineCount = 0
  private loneSurrogates = 0
  private readonly documents: ScannedDocument[] = []

  constructor(
    private readonly options: ScanOptions,
    private readonly kernel: Kernel | undefined,
  ) {
    this.limits = options.limits
    this.skips = options.format === 'jsonl' && options.onBadLine === 'skip'
    this.builder = new FoldingShape(options.limits, options.learned, options.records)
    this.builder.learner.until = options.learnUntil ?? 0
    this.shape = this.builder
    this.tape = new Tape(options.onBatch)
    this.tape.held = this.skips
    this.recorder = new Recorder(options.limits, this.builder, this.tape)
    this.reader = kernel === undefined ? 'portable' : 'kernel'
    this.window = new Window(kernel?.window)
    if (kernel !== undefined) {
      const isLines = options.format === 'jsonl'
      this.run = new KernelRun(kernel, options.limits, isLines, this.builder, this.recorder, this.tape)
    }
    this.machine = new Machine(options.format, options.limits, this.recorder, 0, true)
  }

  get isLost(): boolean {
    return this.builder.learner.reason !== undefined
  }

  push(bytes: Uint8Array): void {
    for (let from = 0, to = 0; from < bytes.length; from = to) {
      // Pieces end at even places of the input, so that what is learned does not depend on how it comes.
      to = from + pieceBytes - (this.received % pieceBytes)
      const piece = bytes.subarray(from, to)
      const read = this.received - this.documentStart
      for (let at = 0; at < piece.length && read + at < 4; at++) this.head[read + at] = piece[at]!
      this.received += piece.length
      this.window.append(piece)
      // Four bytes show the encoding and whether there is a byte order mark.
      if (this.received - this.documentStart >= 4) this.scan()
      if (this.received % pieceBytes === 0) this.checkRestart()
    }
  }

  private checkRestart(): void {
    try {
      this.builder.learner.checkRestart(this.received)
      // Batches that were handed over since then name nodes as they are.
      if (this.wasLost && this.builder.learner.isFoldDue) this.recorder.move(this.builder.fold())
      this.wasLost = this.isLost
    } catch (restart) {
      this.release()
      throw restart
    }
  }

  beginDocument(): void {
    const { format, limits } = this.options
    const mayBeLines = this.machine.mayBeLine
    this.documentStart = this.received
    this.window.restart(this.received)
    this.started = false
    this.ended = false
    this.searched = 0
    this.machine = new Machine(format, limits, this.recorder, this.received, mayBeLines)
  }

  end(): ScanSummary {
    this.endDocument()
    this.release()
    if (this.documents.every(({ isBlank }) => isBlank)) throw this.empty()
    if (this.skips) this.builder.mark()
    this.builder.learner.restart()
    return {
      format: this.options.format === 'jsonl' ? 'jsonl' : 'json',
      bytes: this.received,
      values: this.tape.handedOver - this.recorder.duplicateKeys,
      badLines: this.badLines,
      badLineCount: this.badLineCount,
      documents: this.documents,
      duplicateKeys: this.recorder.duplicateKeys,
      loneSurrogates: this.loneSurrogates,
    }
  }

  endDocument(): void {
    if (this.ended) return
    this.ended = true
    this.window.append(newline)
    this.machine.inputEnd = this.received
    this.scan()
    const { machine } = this
    const isLines = this.options.format === 'jsonl'
    const isBlank = isLines ? machine.linesBegun === 0 : machine.isBlank
    if (!isLines && !isBlank && !machine.isWhole) {
      this.release()
      throw this.errorAt('JSON_UNEXPECTED_END', this.received, machine.expected)
    }
    const before = this.documents.reduce((sum, { badLineCount }) => sum + badLineCount, 0)
    this.documents.push({ badLineCount: this.badLineCount - before, isBlank })
    this.loneSurrogates += machine.strings.loneSurrogates
  }

  /** Nothing more is scanned: the kernel may serve another scan. */
  private release(): void {
    if (this.kernel !== undefined && !this.isOver) returnKernel(this.kernel)
    this.isOver = true
  }

  private scan(): void {
    if (this.isOver) throw new Error('The scan is over.')
    const window = this.window
    const { learner } = this.builder
    this.tape.muted = learner.reason !== undefined
    this.tape.bytes = window.bytes
    this.tape.base = window.base
    let from = 0
    try {
      if (!this.started) from = this.start()
      if (this.skips) from = this.scanLines(from)
      else {
        from = this.read(from, window.size)
        this.machine.checkLine(Math.min(window.size, this.received - window.base))
      }
      this.tape.flush()
    } catch (problem) {
      const error = problem instanceof Violation ? this.toError(problem) : problem
      this.release()
      // In the shape that will be, a repeated key may be a member that counts once.
      if (problem instanceof Violation && problem.code === 'JSON_DUPLICATE_KEY') learner.restart()
      throw error
    }
    window.drop(from)
    this.searched = window.size
  }

  private read(from: number, end: number): number {
    const { run, machine, window } = this
    if (run === undefined) return machine.run(window.bytes, window.base, from, end)
    return run.run(machine, window.bytes, window.base, from, end)
  }

  /** Where the JSON begins: after the byte order mark, if there is one. */
  private start(): number {
    this.started = true
    let matched = 0
    while (matched < byteOrderMark.length && this.window.bytes[matched] === byteOrderMark[matched]) matched++
    if (matched === 0 || matched === byteOrderMark.length) return matched
    throw new Violation('JSON_SYNTAX', matched, 'the rest of a byte order mark')
  }

  private scanLines(start: number): number {
    const { window } = this
    const bytes = window.bytes.subarray(0, window.size)
    let from = start
    for (;;) {
      const end = bytes.indexOf(0x0a, Math.max(from, this.searched))
      // A line that is too long is that and nothing else, so that it does not matter how much of it was seen.
      if (!this.dropping) this.dropping = this.refuseLongLine(from, end < 0 ? window.size : end)
      if (end < 0) return this.dropping ? window.size : from
      if (this.dropping) this.skipLine(end + 1)
      else this.scanLine(from, end + 1)
      from = end + 1
    }
  }

  private refuseLongLine(from: number, end: number): boolean {
    const { base } = this.window
    if (Math.min(base + end, this.received) - this.machine.lineStart <= this.limits.maxLineBytes) return false
    this.machine.linesBegun++
    this.addBadLine(new Violation('JSON_LINE_TOO_LARGE', from, ''))
    return true
  }

  private scanLine(from: number, end: number): void {
    const { machine, recorder } = this
    const { duplicateKeys } = recorder
    const { loneSurrogates } = machine.strings
    this.tape.mark()
    this.builder.mark()
    try {
      this.read(from, end)
    } catch (problem) {
      if (!(problem instanceof Violation) || this.foreignEncoding(problem)) throw problem
      this.addBadLine(problem)
      this.tape.rollback()
      this.builder.rollback()
      recorder.duplicateKeys = duplicateKeys
      machine.strings.loneSurrogates = loneSurrogates
      this.skipLine(end)
    }
  }

  /** Goes on at the line that begins at `end`. */
  private skipLine(end: number): void {
    this.dropping = false
    this.machine.resetLine()
    this.machine.line++
    this.machine.lineStart = this.window.base + end
  }

  private addBadLine(violation: Violation): void {
    if (this.badLineCount++ >= listedBadLines) return
    const { code, message, details } = this.toError(violation)
    this.badLines.push({
      document: this.documents.length,
      line: this.machine.linesBegun - 1,
      offset: Number(details['offset']),
      code,
      message,
    })
  }

  private toError(violation: Violation): AssayError {
    const { base } = this.window
    const encoding = this.foreignEncoding(violation)
    if (encoding !== undefined) return this.errorAt('JSON_ENCODING', base + violation.at, encoding)
    const { lineStart } = this.machine
    const { maxLineBytes } = this.limits
    if (this.options.format === 'jsonl' && base + violation.seenAt - lineStart > maxLineBytes) {
      return this.errorAt('JSON_LINE_TOO_LARGE', lineStart, '')
    }
    const offset = base + violation.at
    if (offset >= this.received) return this.errorAt('JSON_UNEXPECTED_END', this.received, violation.subject)
    return this.errorAt(violation.code, offset, violation.subject)
  }

  /** A violation within the first four bytes is a matter of encoding when they look like one. */
  private foreignEncoding(violation: Violation): string | undefined {
    if (this.window.base + violation.at - this.documentStart > 3) return undefined
    return detectForeignEncoding(this.head, Math.min(this.received - this.documentStart, 4))
  }

  private errorAt(code: JsonErrorCode, offset: number, subject: string): AssayError {
    const byte = this.window.bytes[offset - this.window.base]
    const { line, lineStart } = this.machine
    return toJsonError(code, {
      offset: offset - this.documentStart,
      line,
      column: offset - lineStart + 1,
      subject,
      found: byte === undefined || offset >= this.received ? 'the end' : nameByte(byte),
      limit: this.limitOf(code),
      looksLikeLines: byte !== undefined && startsValue(byte),
      format: this.options.format === 'jsonl' ? 'jsonl' : 'json',
    })
  }

  private empty(): AssayError {
    return this.errorAt('JSON_EMPTY', this.received, '')
  }

  private limitOf(code: JsonErrorCode): number {
    switch (code) {
      case 'JSON_DEPTH':
        return this.limits.maxDepth
      case 'JSON_SCALAR_TOO_LARGE':
        return this.limits.maxScalarBytes
      case 'JSON_REFERENCE_TOO_LARGE':
        return this.limits.maxReferenceBytes
      case 'JSON_LINE_TOO_LARGE':
        return this.limits.maxLineBytes
      case 'JSON_TOO_MANY_KEYS':
        return this.limits.maxKeysPerObject
      default:
        return 0
    }
  }
}

function nameByte(byte: number): string {
  if (byte === 0x0a) return endOfLine
  if (byte > 0x20 && byte < 0x7f) return `'${String.fromCharCode(byte)}'`
  return `byte 0x${byte.toString(16).padStart(2, '0')}`
}
