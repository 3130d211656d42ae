import {
  depthIs,
  frameCountAt,
  frameElementAt,
  frameKindAt,
  frameNodeAt,
  frameRowAt,
  frameRowSerialAt,
  maxDepthIs,
  maxScalarBytesIs,
  nodeIs,
  rowIs,
  rowSerialIs,
  stateIs,
} from '../src/json/kernel/memory-map'
import { inKeptArray } from './frames'
import { numberGrammarEnd } from './numbers'
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
  for (;;) {
    let byte: i32 = load<u8>(at)
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
