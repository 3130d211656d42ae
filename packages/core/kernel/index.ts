// The kernel of the scanner: see docs/kernel.md. It reads tokens as machine.ts does, as long as they need no decision.
import {
  baseIs,
  depthIs,
  frameCountAt,
  inputEndIs,
  isLinesIs,
  lineIs,
  lineStartIs,
  linesBegunIs,
  maxLineBytesIs,
  maxScalarBytesIs,
  stateIs,
  windowAt,
} from '../src/json/kernel/memory-map'
import { inKeptArray, inMap, inObject, inUndecided } from './frames'
import { keptArrays } from './kept-arrays'
import { key } from './member-keys'
import { members } from './members'
import { isExactNumber, numberDecimals, numberEnd, numberGrammarEnd, numberValue } from './numbers'
import { close, decide, frameKind, isKept, keptScalar, openArray, openObject, scalar } from './recorder'
import { double, integer, setDouble, setInteger } from './registers'
import { afterValue, colon, firstElement, firstKey, keyNext, lineEnd, start, value } from './states'
import { isEscaped, stringEnd } from './strings'
import { hasRoom } from './tape'
import { beginValidation } from './utf8'
import { kindEscaped, kindExact, kindNumber, kindText, wordKind, wordSize } from './words'

export { takeNumbers, takeTexts } from './slices'
export { hashTexts } from './texts'

/**
 * Reads tokens in `[from, to)` of the window; returns the position of the first one that it leaves to the machine:
 * because it needs a decision, is wrong, or is not whole. `isFirst`: the bytes have not been seen before.
 */
export function run(from: i32, to: i32, isFirst: bool): i32 {
  const end = windowAt + to
  if (isFirst) beginValidation(windowAt + from)
  // No token goes on with a NUL, so that loops over bytes need not ask whether they are at the end.
  const held = load<u8>(end)
  store<u8>(end, 0)
  const stop = walk(windowAt + from, end)
  store<u8>(end, held)
  return stop - windowAt
}

function walk(from: i32, end: i32): i32 {
  let at = from
  let state = integer(stateIs)
  let kind = frameKind()
  for (;;) {
    const byte: i32 = load<u8>(at)
    if (byte <= 0x20) {
      if (at >= end) break
      if (byte === 0x20) at = afterSpaces(at)
      else if (byte === 0x0d || byte === 0x09) at++
      else if (byte === 0x0a) {
        if (integer(isLinesIs) !== 0) {
          const length = double(baseIs) + <f64>(at - windowAt) - double(lineStartIs)
          if ((state !== lineEnd && state !== start) || length > double(maxLineBytesIs)) break
          state = start
        }
        if (at - windowAt < integer(inputEndIs)) {
          setDouble(lineIs, double(lineIs) + 1)
          setDouble(lineStartIs, double(baseIs) + <f64>(at + 1 - windowAt))
        }
        at++
      } else break
      continue
    }
    if (state === keyNext || state === firstKey) {
      if (byte === 0x22) {
        if (!hasRoom()) break
        if (kind === inObject) {
          at = members(at, end)
          state = integer(stateIs)
          if (state !== keyNext) continue
          if (!hasRoom()) break
        }
        const quote = key(kind, at, end)
        if (quote === 0) break
        at = quote + 1
        if (load<u8>(at) !== 0x3a) {
          state = colon
          continue
        }
        at++
        state = value
        continue
      }
      if (byte !== 0x7d || state !== firstKey || !hasRoom() || !close(kind, at + 1)) break
      at++
    } else if (state === afterValue) {
      const isObject = kind <= inMap
      if (byte === 0x2c) {
        at++
        state = isObject ? keyNext : value
        continue
      }
      if (byte !== (isObject ? 0x7d : 0x5d) || !hasRoom() || !close(kind, at + 1)) break
      at++
    } else if (state === colon) {
      if (byte !== 0x3a) break
      at++
      state = value
      continue
    } else if (state === start) {
      if (integer(isLinesIs) === 0) break
      const lines = double(linesBegunIs)
      setDouble(linesBegunIs, lines + 1)
      store<f64>(0, lines, frameCountAt)
      state = value
      continue
    } else if (state === lineEnd) break
    else {
      if (integer(depthIs) === 0 && integer(isLinesIs) === 0) break
      if (!hasRoom()) break
      let isClosed = false
      if (state === firstElement) {
        if (byte === 0x5d) {
          if (!close(kind, at + 1)) break
          at++
          isClosed = true
        } else if (kind === inUndecided) {
          if (!startsValue(byte) || !decide(byte)) break
          kind = frameKind()
        }
      }
      if (kind === inKeptArray && !isClosed && (byte === 0x5b || byte === 0x2d || <u32>(byte - 0x30) <= 9)) {
        const reached = keptArrays(at, end, state)
        if (reached === at) break
        at = reached
        state = integer(stateIs)
        kind = frameKind()
        continue
      }
      if (!isClosed) {
        if (byte === 0x22) {
          const quote = stringEnd(at + 1, end)
          const size = quote - at - 1
          if (quote === 0 || size > integer(maxScalarBytesIs)) break
          if (isKept(kind)) keptScalar(kind)
          else if (
            !scalar(kind, isEscaped() ? kindEscaped : kindText, 0, at + 1 - windowAt, size, at, quote + 1)
          )
            break
          at = quote + 1
        } else if (byte === 0x7b) {
          if (!openObject(kind, at)) break
          kind = frameKind()
          state = firstKey
          at++
          continue
        } else if (byte === 0x5b) {
          if (!openArray(kind, at)) break
          kind = frameKind()
          state = firstElement
          at++
          continue
        } else if (byte <= 0x39) {
          if (isKept(kind)) {
            const after = numberGrammarEnd(at, end)
            if (after === 0 || after - at > integer(maxScalarBytesIs)) break
            keptScalar(kind)
            at = after
          } else {
            const after = numberEnd(at, end)
            const size = after - at
            if (after === 0 || size > integer(maxScalarBytesIs)) break
            const isDone = isExactNumber()
              ? scalar(kind, kindExact, 0, at - windowAt, size, at, after)
              : scalar(kind, kindNumber, numberValue(), numberDecimals(), 0, at, after)
            if (!isDone) break
            at = after
          }
        } else {
          const what = wordKind(at)
          if (what === 0) break
          const size = wordSize(what)
          if (isKept(kind)) keptScalar(kind)
          else if (!scalar(kind, what, 0, 0, 0, at, at + size)) break
          at += size
        }
      }
    }
    // A value ended.
    kind = frameKind()
    state = integer(depthIs) > 0 ? afterValue : lineEnd
  }
  setInteger(stateIs, state)
  return at
}

function startsValue(byte: i32): bool {
  return (
    byte === 0x22 ||
    byte === 0x7b ||
    byte === 0x5b ||
    byte === 0x6e ||
    byte === 0x74 ||
    byte === 0x66 ||
    byte === 0x2d ||
    <u32>(byte - 0x30) <= 9
  )
}

/** The end of a run of spaces. */
function afterSpaces(from: i32): i32 {
  if (load<u8>(from, 1) > 0x20) return from + 1
  let at = from
  let others = notSpaces(at)
  while (others === 0) {
    at += 16
    others = notSpaces(at)
  }
  return at + ctz(others)
}

function notSpaces(at: i32): i32 {
  return i8x16.bitmask(i8x16.ne(v128.load(at), i8x16.splat(0x20)))
}
