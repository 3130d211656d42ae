import { Kind } from './column-batch.js'
import { Violation } from './errors.js'
import { baseIs, lineIs, lineStartIs, linesBegunIs, stateIs } from './kernel/memory-map.js'
import { NumberScan } from './number-scan.js'
import type { Recorder } from './recorder.js'
import type { JsonFormat, ScanLimits } from './scanner.js'
import { ScanRestart } from './scanner.js'
import { StringScan } from './string-scan.js'
import { afterWord, startsValue } from './words.js'

const State = {
  start: 0,
  value: 1,
  firstElement: 2,
  firstKey: 3,
  key: 4,
  colon: 5,
  after: 6,
  end: 7,
} as const

/**
 * The grammar of RFC 8259 as one loop over tokens. It is one loop, with every container on an explicit stack, so
 * that it can stop before any token whose end is not in the window and go on with the next window, and so that
 * depth costs no call stack. A token is looked at again from its first byte when more bytes have come; strings and
 * numbers remember how far they were validated. Nothing is recorded of a token before it is whole.
 */
export class Machine {
  /** Line at hand (one-based) and absolute offset of its first byte. Raw newlines stand between tokens only. */
  line = 1
  lineStart: number
  /** Offset at which the input ends, once it is known: a newline there is not part of it. */
  inputEnd = Number.POSITIVE_INFINITY
  /** Non-blank lines begun (`jsonl`). */
  linesBegun = 0
  readonly strings: StringScan
  private readonly numbers: NumberScan
  private state: number = State.start
  private base = 0
  /** Lines on which the root value began and ended. */
  private valueLine = 0
  private endLine = 0
  private isSingle = false

  constructor(
    private readonly format: JsonFormat,
    private readonly limits: ScanLimits,
    private readonly recorder: Recorder,
    /** Offset of the document's first byte. */
    start: number,
    /** Whether the documents before it may all be JSON Lines of one line. */
    private readonly followsLines: boolean,
  ) {
    this.lineStart = start
    this.strings = new StringScan(limits.maxScalarBytes)
    this.numbers = new NumberScan(limits.maxScalarBytes)
    if (format === 'jsonl') recorder.beginRows('lines', 0)
  }

  /** No value has begun (in `jsonl`: on the line at hand). */
  get isBlank(): boolean {
    return this.state === State.start
  }

  /** Nothing is open: the input, or the line, may end here. */
  get isWhole(): boolean {
    return this.state === State.end
  }

  /** Whether this document, and those before it, can also be read as lines. */
  get mayBeLine(): boolean {
    return this.followsLines && (this.isBlank || (this.isSingle && this.valueLine === this.endLine))
  }

  /** What may come next, in words. */
  get expected(): string {
    switch (this.state) {
      case State.firstElement:
        return "a value or ']'"
      case State.firstKey:
        return "a key in quotes or '}'"
      case State.key:
        return 'a key in quotes'
      case State.colon:
        return "':'"
      case State.after:
        return this.recorder.inObject ? "',' or '}'" : "',' or ']'"
      case State.end:
        return this.format === 'jsonl' ? 'the end of the line' : 'the end of the input'
      default:
        return 'a value'
    }
  }

  /** Bytes of the token at hand were already read: it goes on where they end. */
  get isInside(): boolean {
    return this.strings.validated > 0 || this.numbers.validated > 0
  }

  /** What the kernel goes on from. */
  save(integers: Int32Array, doubles: Float64Array): void {
    integers[stateIs] = this.state
    doubles[lineIs] = this.line
    doubles[lineStartIs] = this.lineStart
    doubles[linesBegunIs] = this.linesBegun
    this.recorder.save(integers, doubles)
  }

  /** What the kernel came to. */
  restore(integers: Int32Array, doubles: Float64Array): void {
    this.state = integers[stateIs]!
    this.line = doubles[lineIs]!
    this.lineStart = doubles[lineStartIs]!
    this.linesBegun = doubles[linesBegunIs]!
    this.base = doubles[baseIs]!
    this.recorder.restore(integers, doubles)
  }

  /** Back to the start of a line, whatever was open. */
  resetLine(): void {
    this.state = State.start
    this.strings.reset()
    this.numbers.reset()
    this.recorder.resetLine()
  }

  /**
   * Reads tokens in `[from, end)` of the window, whose first byte stands at `base` in the source; returns the
   * position of the first byte that must still be there next time. No token is begun at `stop` or after it.
   */
  run(bytes: Uint8Array, base: number, from: number, end: number, stop: number = end): number {
    this.base = base
    const recorder = this.recorder
    recorder.base = base
    let pos = from
    while (pos < stop) {
      const byte = bytes[pos]!
      if (byte <= 0x20) {
        if (byte === 0x20 || byte === 0x0d || byte === 0x09) {
          pos++
          continue
        }
        if (byte === 0x0a) {
          this.newline(pos++)
          continue
        }
      }
      switch (this.state) {
        case State.start:
          pos = this.begin(byte, pos)
          continue
        case State.firstKey:
        case State.key: {
          if (byte === 0x22) {
            const after = this.key(bytes, pos, end)
            if (after < 0) return pos
            pos = after
            continue
          }
          if (byte !== 0x7d || this.state !== State.firstKey) throw this.unexpected(pos)
          this.close(++pos)
          continue
        }
        case State.colon:
          if (byte !== 0x3a) throw this.unexpected(pos)
          this.state = State.value
          pos++
          continue
        case State.after: {
          const inObject = recorder.inObject
          if (byte === 0x2c) this.state = inObject ? State.key : State.value
          else if (byte === (inObject ? 0x7d : 0x5d)) this.close(pos + 1)
          else throw this.unexpected(pos)
          pos++
          continue
        }
        case State.end:
          throw this.trailing(byte, pos)
        default: {
          const after = this.value(bytes, byte, pos, end)
          if (after < 0) return pos
          pos = after
        }
      }
    }
    return pos
  }

  /** In `jsonl`: refuses when the line at hand, read up to `pos`, is longer than allowed. */
  checkLine(pos: number): void {
    if (this.format !== 'jsonl' || this.base + pos - this.lineStart <= this.limits.maxLineBytes) return
    throw new Violation('JSON_LINE_TOO_LARGE', this.lineStart - this.base, '')
  }

  private newline(pos: number): void {
    if (this.format === 'jsonl') {
      this.checkLine(pos)
      if (this.state === State.end) this.state = State.start
      else if (this.state !== State.start) throw this.unexpected(pos)
    }
    if (this.base + pos >= this.inputEnd) return
    this.line++
    this.lineStart = this.base + pos + 1
  }

  /** First byte of the root value or of a line's; position to go on from. */
  private begin(byte: number, pos: number): number {
    if (this.format === 'jsonl') {
      this.state = State.value
      this.recorder.beginLine(this.linesBegun++)
      return pos
    }
    if (!startsValue(byte)) throw this.unexpected(pos)
    this.valueLine = this.line
    if (byte === 0x5b) {
      this.recorder.beginArray(pos)
      this.state = State.firstElement
      return pos + 1
    }
    if (byte === 0x7b && this.recorder.rootIsMap) {
      this.recorder.beginMap(pos)
      this.state = State.firstKey
      return pos + 1
    }
    this.recorder.beginRows('single', pos)
    this.isSingle = true
    this.state = State.value
    return pos
  }

  private trailing(byte: number, pos: number): Violation {
    const ownLine = this.line > this.endLine && this.valueLine === this.endLine
    if (this.format === 'auto' && ownLine && startsValue(byte)) {
      if (!this.followsLines) return new Violation('JSON_MIXED', pos, 'JSON Lines')
      throw new ScanRestart('A second value begins on a new line: this is JSON Lines.', { format: 'jsonl' })
    }
    return new Violation('JSON_TRAILING_DATA', pos, this.expected)
  }

  /** Reads a key and, if it follows at once, the colon; position after them, or -1. */
  private key(bytes: Uint8Array, pos: number, end: number): number {
    let after = this.recorder.expectedKey(bytes, pos, end)
    if (after < 0) {
      const close = this.strings.scan(bytes, pos, end)
      if (close < 0) return -1
      this.recorder.key(bytes, pos, close, this.strings.escaped)
      after = close + 1
    } else this.strings.reset()
    if (after < end && bytes[after] === 0x3a) {
      this.state = State.value
      return after + 1
    }
    this.state = State.colon
    return after
  }

  /** Reads a scalar, or enters a container; position after what was read, or -1. */
  private value(bytes: Uint8Array, byte: number, pos: number, end: number): number {
    const recorder = this.recorder
    if (this.state === State.firstElement) {
      if (byte === 0x5d) {
        this.close(pos + 1)
        return pos + 1
      }
      recorder.beginElements(byte)
    }
    let after: number
    switch (byte) {
      case 0x22: {
        const strings = this.strings
        const close = strings.scan(bytes, pos, end)
        if (close < 0) return -1
        after = close + 1
        recorder.scalar(strings.escaped ? Kind.escaped : Kind.text, 0, pos + 1, close - pos - 1, pos, after)
        break
      }
      case 0x7b:
        recorder.openObject(pos)
        this.state = State.firstKey
        return pos + 1
      case 0x5b:
        recorder.openArray(pos)
        this.state = State.firstElement
        return pos + 1
      case 0x6e:
      case 0x66:
      case 0x74: {
        const kind = byte === 0x6e ? Kind.null : byte === 0x66 ? Kind.false : Kind.true
        after = afterWord(bytes, pos, end, kind - Kind.null)
        if (after < 0) return -1
        recorder.scalar(kind, 0, 0, 0, pos, after)
        break
      }
      default: {
        if (byte !== 0x2d && (byte < 0x30 || byte > 0x39)) throw this.unexpected(pos)
        const numbers = this.numbers
        after = numbers.scan(bytes, pos, end)
        if (after < 0) return -1
        if (numbers.exact) recorder.scalar(Kind.exact, 0, pos, after - pos, pos, after)
        else recorder.scalar(Kind.number, numbers.value, numbers.decimals, 0, pos, after)
      }
    }
    this.valueEnded()
    return after
  }

  private close(after: number): void {
    this.recorder.close(after)
    this.valueEnded()
  }

  private valueEnded(): void {
    if (this.recorder.depth > 0) {
      this.state = State.after
      return
    }
    this.state = State.end
    this.endLine = this.line
  }

  private unexpected(pos: number): Violation {
    return new Violation('JSON_SYNTAX', pos, this.expected)
  }
}
