import { encodeText } from '../json/text.js'
import { type ColumnZone, prefixBytes } from './column-zone.js'
import { compareBytes } from './compare-bytes.js'
import type { ZonePredicate } from './table.js'

type ZoneTest = ZonePredicate[number]

/** A test with its texts encoded once. */
export function createZoneMatcher(test: ZoneTest): (zone: ColumnZone | undefined) => boolean {
  if (test.op === 'in') {
    const texts = test.texts.map(encodeText)
    return (zone) => zone !== undefined && zone.texts > 0 && texts.some((text) => mayHoldText(zone, text))
  }
  const { op, number } = test
  return (zone) => zone !== undefined && zone.numbers > 0 && mayHoldNumber(zone, op, number)
}

/** Bounds are inclusive whatever the operator: an exact number lies beside its nearest double. */
function mayHoldNumber(zone: ColumnZone, op: 'eq' | 'lt' | 'le' | 'gt' | 'ge', number: number): boolean {
  const above = op === 'lt' || op === 'le' || zone.maxNumber >= number
  const below = op === 'gt' || op === 'ge' || zone.minNumber <= number
  return above && below
}

function mayHoldText(zone: ColumnZone, text: Uint8Array): boolean {
  if (zone.textBounds === undefined) return true
  const { min, max } = zone.textBounds
  const prefix = Math.min(text.length, prefixBytes)
  return (
    compareBytes(text, 0, prefix, min, 0, min.length) >= 0 &&
    compareBytes(text, 0, prefix, max, 0, max.length) <= 0
  )
}
