import { describe, expect, it } from 'vitest'
import { createMemoryCostStore } from '../memory/memory-store.js'
import { claimDue, readDue, type SharedCost } from './shares.js'

const ingest: SharedCost = { subject: 'ingest', total: 95, most: 10 }

describe('a shared cost', () => {
  it('is shared out exactly, however many ask at once', async () => {
    const store = createMemoryCostStore()
    const parts = await Promise.all(Array.from({ length: 15 }, () => claimDue(store, [ingest])))
    expect(parts.flat().reduce((sum, part) => sum + part, 0)).toBe(95)
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 5, ...Array(9).fill(10)])
    expect(await claimDue(store, [ingest])).toEqual([0])
  })

  it('that grows gives what is new since the last claim, never more than it promised', async () => {
    const store = createMemoryCostStore()
    const storage = (total: number): SharedCost => ({ subject: 'storage', total })
    expect(await claimDue(store, [storage(60), ingest])).toEqual([60, 10])
    expect(await readDue(store, [storage(90), ingest])).toEqual([30, 10])
    expect(await claimDue(store, [storage(100)])).toEqual([40])
    expect(await claimDue(store, [storage(90), ingest])).toEqual([0, 10])
    expect(await claimDue(store, [storage(110)])).toEqual([10])
  })
})
