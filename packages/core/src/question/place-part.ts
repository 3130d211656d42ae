import type { Objection, Part, Placed } from './constituent.js'

/** Of two readings that are otherwise as sure, the one with fewer parts is taken. */
export const partCost = 0.02

/** A part at its place, with one reading for all of its words. */
export function placePart(
  part: Part,
  start: number,
  end: number,
  cost: number,
  as: string,
  objection?: Objection,
  assumptions: readonly string[] = [],
): Placed {
  return {
    part,
    start,
    end,
    cost: cost + partCost,
    ...(objection === undefined ? {} : { objection }),
    ...(assumptions.length === 0 ? {} : { assumptions }),
    readings: [{ start, end, as }],
  }
}
