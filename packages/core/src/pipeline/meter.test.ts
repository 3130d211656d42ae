import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMeter, type Measurement } from './meter.js'

describe('a meter', () => {
  it('gives each piece of work what was used while it ran alone, and an equal part beside others', () => {
    const gauge = { ms: 5, bytes: 100 }
    const meter = createMeter({ cpuMs: () => gauge.ms, bytesRead: () => gauge.bytes })
    gauge.ms += 7
    const first = meter.start()
    gauge.ms += 10
    const second = meter.start()
    gauge.ms += 4
    gauge.bytes += 3
    expect(first.stop()).toEqual({ cpuUs: 12_000, bytesRead: 2 })
    gauge.bytes += 5
    expect(second.stop()).toEqual({ cpuUs: 2_000, bytesRead: 6 })
    gauge.ms += 1
    expect([first.read(), second.read()].map(({ cpuUs }) => cpuUs)).toEqual([12_000, 2_000])
  })

  it('tells no CPU time where the runtime does not', () => {
    const meter = createMeter({ cpuMs: undefined, bytesRead: () => 0 })
    expect(meter.tellsCpu).toBe(false)
    expect(meter.start().stop()).toEqual({ cpuUs: undefined, bytesRead: 0 })
  })

  it('adds up to what the process used while anything ran', () => {
    const steps = fc.array(fc.tuple(fc.nat(3), fc.nat(1_000)), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (history) => {
        let us = 0
        let used = 0
        const meter = createMeter({ cpuMs: () => us / 1_000, bytesRead: () => us })
        const running: Measurement[] = []
        const ended: Measurement[] = []
        for (const [kind, moved] of history) {
          us += moved
          if (running.length > 0) used += moved
          if (kind === 0) running.push(meter.start())
          else if (kind === 1) ended.push(...running.splice(0, 1).filter((work) => work.stop()))
          else running[0]?.read()
        }
        for (const gauge of ['cpuUs', 'bytesRead'] as const) {
          const sum = [...running, ...ended].reduce((total, work) => total + (work.read()[gauge] ?? 0), 0)
          expect(sum).toBe(used)
        }
      }),
    )
  })
})
