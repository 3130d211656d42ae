import { expect, it } from 'vitest'
import { sortInSlices } from './sort-in-slices.js'

const ordered = (length: number) => Array.from({ length }, (_, at) => ({ key: (at * 7919) % 101, at }))

it.each([0, 1, 4_096, 4_097, 20_000, 50_001])(
  'sorts %i items stably, as the language does',
  async (length) => {
    let steps = 0
    const pace = {
      step: async () => {
        steps++
      },
    }
    const compare = (a: { key: number }, b: { key: number }) => a.key - b.key
    const items = ordered(length)
    expect(await sortInSlices(items, compare, pace)).toEqual([...ordered(length)].sort(compare))
    if (length > 4_096) expect(steps).toBeGreaterThan(length / 4_096)
  },
)
