import { expect, it } from 'vitest'
import { joinNeighbours } from './join-neighbours.js'

const near = 16 * 1024
const most = 4 * 1024 * 1024

it('joins what lies close together, from the front, and keeps apart what lies far', () => {
  const stretches = [
    { start: 100 + near + 10, length: 5 },
    { start: 0, length: 10 },
    { start: 10 + near, length: 20 },
    { start: 10 * most, length: 1 },
  ]
  expect(joinNeighbours(stretches)).toEqual([
    { start: 0, end: 100 + near + 15, members: [1, 2, 0] },
    { start: 10 * most, end: 10 * most + 1, members: [3] },
  ])
})

it('reads at most so many bytes at once, but for a stretch that is longer by itself', () => {
  const stretches = Array.from({ length: 3 }, (_, i) => ({ start: i * most, length: most }))
  expect(joinNeighbours(stretches).map(({ members }) => members)).toEqual([[0], [1], [2]])
  expect(joinNeighbours([{ start: 3, length: 2 * most }])).toEqual([
    { start: 3, end: 3 + 2 * most, members: [0] },
  ])
})

it('never reads over the end of a file, so that one that is gone spoils no other', () => {
  const stretches = [
    { start: 0, length: 4 },
    { start: 6, length: 4 },
    { start: 20, length: 4 },
  ]
  expect(joinNeighbours(stretches, (start) => (start < 10 ? 10 : 30)).map(({ members }) => members)).toEqual([
    [0, 1],
    [2],
  ])
})

it('covers stretches that lie within each other', () => {
  expect(
    joinNeighbours([
      { start: 0, length: 50 },
      { start: 10, length: 5 },
    ]),
  ).toEqual([{ start: 0, end: 50, members: [0, 1] }])
  expect(joinNeighbours([])).toEqual([])
})
