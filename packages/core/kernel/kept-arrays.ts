import {
  depthIs,
  frameCountAt,
  frameElementAt,
  frameKindAt,
  frameNodeAt,
  frameRowAt,
  frameRowSerialAt,
  isLearningIs,
  maxDepthIs,
  maxScalarBytesIs,
  nodeIs,
  rowIs,
  rowSerialIs,
  stateIs,
} from '../src/json/kernel/memory-map'
import { inKeptArray } from './frames'
import { depthReached, isAfterValue, mostBlockScalar, passBlocks } from './number-blocks'
import { numberGrammarEnd } from './numbers'
import { isMeasured } from './recorder'
import { double, integer, setInteger } from './registers'
import { afterValue, firstElement, value } from './states'

/** Tokens that are read one by one before blocks are tried, and before they are tried again. */
const firstTokens: i32 = 2
const moreTokens: i32 = 16

/**
 * Reads numbers and arrays inside arrays that are not taken apart, from a value or, with nothing before it, from the
 * first element; position of the first byte that is neither, nor a comma or bracket between them.
 */
export function keptArrays(from: i32, end: i32, state: i32): i32 {
  let depth = integer(depthIs)
  const base = outermost(depth)
  const most = integer(maxDepthIs)
  let count = load<f64>(base << 3, frameCountAt)
  let patience = firstTokens
  let at = from
  let next = state
  for (;;) {
    if (--patience < 0) {
      patience = moreTokens
      const reached = mayPass(base) ? passBlocks(at, depth - base, most - base) : at
      if (reached !== at) {
        count = 1
        depth = base + depthReached()
        at = reached
        next = afterValue
        if (isAfterValue()) break
        next = load<u8>(at - 1) === 0x5b ? firstElement : value
      }
    }
    let byte: i32 = load<u8>(at)
    if (byte === 0x5b && depth < most) {
      if (depth++ === base) count++
      at++
      next = firstElement
      byte = load<u8>(at)
      if (byte !== 0x5d) continue
    } else if (byte === 0x2d || <u32>(byte - 0x30) <= 9) {
      const after = numberGrammarEnd(at, end)
      if (after === 0 || after - at > integer(maxScalarBytesIs)) break
      if (depth === base) count++
      at = after
      byte = load<u8>(at)
    } else break
    next = afterValue
    while (byte === 0x5d && depth > base) {
      depth--
      at++
      byte = load<u8>(at)
    }
    if (byte !== 0x2c) break
    at++
    next = value
    if (load<u8>(at) === 0x20) at++
  }
  setInteger(depthIs, depth)
  setInteger(nodeIs, -1)
  setInteger(stateIs, next)
  store<f64>(base << 3, count, frameCountAt)
  for (; depth > base; depth--) openKept(depth)
  return at
}

/** Of arrays that leave nothing when they end but the one around them, which is of their kind: the one that is around all. */
function outermost(depth: i32): i32 {
  let base = depth
  while (load<i32>(base << 2, frameNodeAt) < 0 && load<u8>(base - 1, frameKindAt) === inKeptArray) base--
  return base
}

/** Whether nobody asks how many elements the array has, and no number within two blocks is too long. */
function mayPass(depth: i32): bool {
  return (
    integer(maxScalarBytesIs) >= mostBlockScalar &&
    (integer(isLearningIs) === 0 || load<i32>(depth << 2, frameElementAt) !== isMeasured)
  )
}

function openKept(depth: i32): void {
  store<u8>(depth, inKeptArray, frameKindAt)
  store<i32>(depth << 2, -1, frameNodeAt)
  store<i32>(depth << 2, integer(rowIs), frameRowAt)
  store<f64>(depth << 3, double(rowSerialIs), frameRowSerialAt)
  store<i32>(depth << 2, -1, frameElementAt)
}
