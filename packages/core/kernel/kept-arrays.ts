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

/**
 * Reads numbers and arrays inside arrays that are not taken apart, from a value or, with nothing before it, from the
 * first element; position of the first byte that is neither, nor a comma or bracket between them.
 */
export function keptArrays(from: i32, end: i32, state: i32): i32 {
  let depth = integer(depthIs)
  let count = load<f64>(depth << 3, frameCountAt)
  let at = from
  let next = state
  let patience = 2
  for (;;) {
    let byte: i32 = load<u8>(at)
    if (--patience < 0) {
      patience = 16
      const base = outermost(depth)
      const reached = mayPass(base) ? passBlocks(at, depth - base, integer(maxDepthIs) - base) : at
      if (reached !== at) {
        if (depth === base) store<f64>(base << 3, 1, frameCountAt)
        depth = base + depthReached()
        for (let inner = base + 1; inner <= depth; inner++) openKept(inner)
        count = 1
        at = reached
        if (isAfterValue()) {
          next = afterValue
          break
        }
        byte = load<u8>(at)
        next = load<u8>(at - 1) === 0x5b ? firstElement : value
      }
    }
    if (byte === 0x5b && depth < integer(maxDepthIs)) {
      store<f64>(depth << 3, count + 1, frameCountAt)
      openKept(++depth)
      count = 0
      at++
      next = firstElement
      byte = load<u8>(at)
      if (byte !== 0x5d) continue
    } else if (byte === 0x2d || <u32>(byte - 0x30) <= 9) {
      const after = numberGrammarEnd(at, end)
      if (after === 0 || after - at > integer(maxScalarBytesIs)) break
      at = after
      count++
      byte = load<u8>(at)
    } else break
    next = afterValue
    while (byte === 0x5d && isKeptInKept(depth)) {
      depth--
      count = load<f64>(depth << 3, frameCountAt)
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
  store<f64>(depth << 3, count, frameCountAt)
  return at
}

/** Of arrays that are kept in kept arrays: the one around all of them. */
function outermost(depth: i32): i32 {
  let base = depth
  while (isKeptInKept(base)) base--
  return base
}

/** Whether nobody asks how many elements the array has, and no number within two blocks is too long. */
function mayPass(depth: i32): bool {
  return (
    integer(maxScalarBytesIs) >= mostBlockScalar &&
    (integer(isLearningIs) === 0 || load<i32>(depth << 2, frameElementAt) !== isMeasured)
  )
}

/** Whether the array leaves nothing when it ends but the one around it, which is of its kind. */
function isKeptInKept(depth: i32): bool {
  return load<i32>(depth << 2, frameNodeAt) < 0 && load<u8>(depth - 1, frameKindAt) === inKeptArray
}

function openKept(depth: i32): void {
  store<u8>(depth, inKeptArray, frameKindAt)
  store<i32>(depth << 2, -1, frameNodeAt)
  store<i32>(depth << 2, integer(rowIs), frameRowAt)
  store<f64>(depth << 3, double(rowSerialIs), frameRowSerialAt)
  store<i32>(depth << 2, -1, frameElementAt)
}
