import { describe, it } from 'vitest'
import { createCostStoreChecks } from '../testing/index.js'
import { createMemoryCostStore } from './memory-store.js'

describe('the memory store conforms', () => {
  const open = async () => ({ store: createMemoryCostStore(), close: async () => undefined })
  it.each(createCostStoreChecks(open, { seeds: 20 }))('$name', ({ run }) => run())
})
