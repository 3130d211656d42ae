import { expect, it } from 'vitest'
import type { Chunk } from './chunk.js'
import { createJunction, createLeaf, createNot, type Predicate } from './truth.js'

const both = [0, 1, 2].flatMap((left) => [0, 1, 2].map((right) => [left, right] as const))

/** All pairs of truth values, each at every place of a word, and some beyond the last word. */
const pairs = Array.from({ length: 5 }, (_, at) => [...both.slice(at), ...both, both[at]!]).flat()
const chunk: Chunk = { length: pairs.length, columns: new Map(), records: 0, selection: null }
const leaf = (side: 0 | 1): Predicate =>
  createLeaf([], (_, out) => {
    pairs.forEach((pair, row) => {
      out[row] = pair[side]
    })
  })

const tables = {
  and: [
    [0, 0, 0],
    [0, 1, 2],
    [0, 2, 2],
  ],
  or: [
    [0, 1, 2],
    [1, 1, 1],
    [2, 1, 2],
  ],
} as const

it.each(['and', 'or'] as const)('%s follows the truth table at every place', (op) => {
  const truth = createJunction(op, [leaf(0), leaf(1)]).evaluate(chunk)
  expect([...truth]).toEqual(pairs.map(([left, right]) => tables[op][left]![right]))
  expect([...createJunction(op, []).evaluate(chunk)]).toEqual(pairs.map(() => (op === 'and' ? 1 : 0)))
})

it('not turns true and false and leaves unknown', () => {
  expect([...createNot(leaf(0)).evaluate(chunk)]).toEqual(pairs.map(([left]) => [1, 0, 2][left]))
})
