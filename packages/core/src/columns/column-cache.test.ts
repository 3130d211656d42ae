import { describe, expect, it } from 'vitest'
import { createColumnCache } from './column-cache.js'
import type { DecodedColumn } from './decode-column.js'
import { ValueKind } from './table.js'

function columnOf(numbers: readonly number[]): DecodedColumn {
  return {
    rows: numbers.length,
    kind: ValueKind.number,
    kinds: undefined,
    mantissas: Int16Array.from(numbers),
    scale: 1,
    doubles: undefined,
    codes: undefined,
    texts: { size: 0, offsets: new Uint32Array(0), heap: new Uint8Array(0) },
    longTexts: [],
    references: 0,
    jsons: new Map(),
    exacts: new Map(),
  }
}

function countingCache(maxBytes: number) {
  const cache = createColumnCache(maxBytes)
  let decoded = 0
  const get = (key: string, bytes = 100) =>
    cache.get(key, bytes, async () => {
      decoded += 1
      return columnOf([10, 25])
    })
  return { get, decoded: () => decoded }
}

describe('the cache of decoded columns', () => {
  it('decodes what it keeps once, and its doubles with it', async () => {
    const { get, decoded } = countingCache(10_000)
    const first = await get('a')
    expect(first.numbers).toEqual(Float64Array.of(1, 2.5))
    expect((await get('a')).numbers).toBe(first.numbers)
    expect(decoded()).toBe(1)
  })

  it('throws the least recently used away at its bound', async () => {
    const { get, decoded } = countingCache(1_000)
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a', 'h', 'i']) await get(key)
    expect(decoded()).toBe(9)
    await get('b')
    expect(decoded()).toBe(10)
    await get('a')
    expect(decoded()).toBe(10)
  })

  it('keeps no chunk that would take more than an eighth of it, and nothing at 0', async () => {
    for (const [maxBytes, bytes] of [
      [1_000, 500],
      [0, 10],
    ] as const) {
      const { get, decoded } = countingCache(maxBytes)
      await get('a', bytes)
      await get('a', bytes)
      expect(decoded()).toBe(2)
    }
  })

  it('gives the error of a chunk that cannot be read, and keeps none', async () => {
    const cache = createColumnCache(1_000)
    await expect(cache.get('a', 1, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect((await cache.get('a', 1, async () => columnOf([1]))).column.rows).toBe(1)
  })
})
