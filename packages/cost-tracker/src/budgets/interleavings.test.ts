import { expect, it } from 'vitest'
import { createMemoryCostStore } from '../memory/memory-store.js'
import { simulateBudgets } from '../testing/simulate.js'

it('10,000 random interleavings keep every rule', async () => {
  const sum = { admitted: 0, refused: 0, crashes: 0 }
  for (let seed = 1; seed <= 10_000; seed += 1) {
    const report = await simulateBudgets({ store: createMemoryCostStore(), seed })
    expect(report.problems, `seed ${seed}`).toEqual([])
    sum.admitted += report.admitted
    sum.refused += report.refused
    sum.crashes += report.crashes
  }
  // The histories must really try the caps and the crashes.
  expect(sum.admitted).toBeGreaterThan(20_000)
  expect(sum.refused).toBeGreaterThan(5_000)
  expect(sum.crashes).toBeGreaterThan(3_000)
})
