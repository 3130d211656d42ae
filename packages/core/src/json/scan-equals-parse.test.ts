import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rebuildDocument, traceScan } from './batch-trace.js'

const encoder = new TextEncoder()

/** Without empty containers below members: those at tables leave no trace. */
function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune)
  if (typeof value !== 'object' || value === null) return value
  const pruned = new Map<string, unknown>()
  for (const [key, inner] of Object.entries(value)) {
    const left = prune(inner)
    const empty = Array.isArray(left) ? left.length === 0 : left instanceof Map && left.size === 0
    if (!empty) pruned.set(key, left)
  }
  return pruned
}

function check(text: string) {
  const bytes = encoder.encode(text)
  const trace = traceScan([bytes])
  expect(prune(rebuildDocument(trace, bytes))).toEqual(prune(JSON.parse(text)))
}

it('examples', () => {
  for (const text of [
    '{"a":1,"b":{"c":[{"x":1},2,[3]]}}',
    '[1,"a",null,{"__proto__":{"x":1}}]',
    '"a"',
    '[]',
    '{}',
    '{"a":1,"a":{"b":2},"a":{"c":3}}',
  ])
    check(text)
})

it('scan equals JSON.parse', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => check(text)),
    { numRuns: 3000 },
  )
})
