import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ValueOrder } from './order-values.js'

it('orders values by nodes as they first come, rows that are all alike or not', () => {
  const order = new ValueOrder()
  const lane = new Int32Array(64)
  let alike = 0
  fc.assert(
    fc.property(
      fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }),
      fc.nat(200),
      fc.nat(5),
      fc.option(fc.tuple(fc.nat(205), fc.nat(40)), { freq: 2 }),
      (pattern, length, from, change) => {
        const nodes = Array.from({ length: from + length }, (_, i) => pattern[i % pattern.length]!)
        if (change !== null && change[0] < nodes.length) nodes[change[0]] = change[1]
        else if (new Set(pattern).size === pattern.length && length > pattern.length) alike++
        order.load(Int32Array.from(nodes), from, nodes.length, 41, lane)
        const firsts = [...new Set(nodes.slice(from))]
        expect([...order.nodes]).toEqual(firsts)
        for (const node of firsts) {
          const places = nodes.flatMap((one, i) => (one === node && i >= from ? [i] : []))
          expect([...order.order.subarray(order.start(node), order.ends[node])]).toEqual(places)
          expect(order.count(node)).toBe(places.length)
        }
      },
    ),
    { numRuns: 500 },
  )
  expect(alike).toBeGreaterThan(50)
})
