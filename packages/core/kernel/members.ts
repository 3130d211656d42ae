import {
  depthIs,
  firstAt,
  followingAt,
  frameCountAt,
  frameNodeAt,
  framePreviousAt,
  frameSerialAt,
  isColumnAt,
  keyIsRawAt,
  keyParentAt,
  keyPoolAt,
  keySizeAt,
  keyStartAt,
  maxKeysIs,
  maxScalarBytesIs,
  nodeIs,
  occurrencesAt,
  rowIs,
  seenInAt,
  stateIs,
  valueCapacity,
  valuesLengthIs,
  windowAt,
} from '../src/json/kernel/memory-map'
import { isSame } from './keys'
import { isExactNumber, numberDecimals, numberEnd, numberValue } from './numbers'
import { isColumn, isKnown } from './recorder'
import { double, integer, setInteger } from './registers'
import { afterValue, keyNext, value } from './states'
import { isEscaped, stringEnd } from './strings'
import { putValue } from './tape'
import { kindEscaped, kindExact, kindNumber, kindText, wordKind, wordSize } from './words'

/**
 * Reads members of an object from the opening quote of a key, as long as each key is the one that followed last time and
 * its value a scalar of a known kind: what the walk does with them, without its turns. Position and state where it stopped.
 */
export function members(from: i32, end: i32): i32 {
  const depth = integer(depthIs)
  const parent = load<i32>(depth << 2, frameNodeAt)
  const serial = load<f64>(depth << 3, frameSerialAt)
  const row = integer(rowIs)
  const mostBytes = integer(maxScalarBytesIs)
  const before = load<f64>(depth << 3, frameCountAt)
  let previous = load<i32>(depth << 2, framePreviousAt)
  let node = previous < 0 ? load<i32>(parent << 2, firstAt) : load<i32>(previous << 2, followingAt)
  let length = integer(valuesLengthIs)
  const most = <i32>min(double(maxKeysIs) - before, <f64>(valueCapacity - 1 - length))
  let count = 0
  let at = from
  let state = keyNext
  while (count < most && node >= 0) {
    if (load<i32>(node << 2, keyParentAt) !== parent || load<u8>(node, keyIsRawAt) === 0) break
    const keySize = load<i32>(node << 2, keySizeAt)
    const close = at + 1 + keySize
    if (
      load<u16>(close) !== 0x3a22 ||
      load<f64>(node << 3, seenInAt) === serial ||
      !isSame(at + 1, keyPoolAt + load<i32>(node << 2, keyStartAt), keySize)
    )
      break
    store<f64>(node << 3, serial, seenInAt)
    store<i32>(node << 2, load<i32>(node << 2, occurrencesAt) + 1, occurrencesAt)
    previous = node
    count++
    at = close + 2
    state = value
    let byte: i32 = load<u8>(at)
    if (byte === 0x20) byte = load<u8>(++at)
    let what: i32
    let number: f64 = 0
    let start: i32 = 0
    let size: i32
    let after: i32
    if (byte === 0x22) {
      after = stringEnd(at + 1, end) + 1
      start = at + 1 - windowAt
      size = after - at - 2
      if (after === 1 || size > mostBytes) break
      what = isEscaped() ? kindEscaped : kindText
    } else if (byte <= 0x39) {
      after = numberEnd(at, end)
      size = after - at
      if (after === 0 || size > mostBytes) break
      if (isExactNumber()) {
        what = kindExact
        start = at - windowAt
      } else {
        what = kindNumber
        number = numberValue()
        start = numberDecimals()
        size = 0
      }
    } else {
      what = wordKind(at)
      if (what === 0) break
      after = at + wordSize(what)
      size = 0
    }
    if (!isKnown(node, what)) break
    if (load<u8>(node, isColumnAt) === isColumn) putValue(length++, node, row, what, number, start, size)
    at = after
    state = afterValue
    let quote = 0
    if (load<u16>(at) === 0x222c) quote = at + 1
    else if (load<u16>(at) === 0x202c && load<u8>(at, 2) === 0x22) quote = at + 2
    else break
    at = quote
    state = keyNext
    node = load<i32>(node << 2, followingAt)
  }
  setInteger(stateIs, state)
  if (count === 0) return at
  setInteger(valuesLengthIs, length)
  setInteger(nodeIs, previous)
  store<i32>(depth << 2, previous, framePreviousAt)
  store<f64>(depth << 3, before + <f64>count, frameCountAt)
  return at
}
