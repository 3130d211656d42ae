import type { ResourceUse } from '@assay/cost-tracker'
import type { SegmentStore, Store } from '@assay/store'
import type { ByteSource } from '../source/byte-source.js'

/** Measures what the machine does for one piece of work. */
export interface Meter {
  /** Begins a measurement; call what it gives once, at the end. */
  start(): () => readonly ResourceUse[]
}

/** How much the process has used since it began. */
export interface Gauges {
  /** Absent where the runtime does not tell. */
  readonly cpuMs: (() => number) | undefined
  readonly bytesRead: () => number
}

/**
 * A meter over gauges of the whole process. What they moved belongs to a piece of work only when nothing else ran
 * meanwhile; otherwise nobody can say whose it was, and nothing is told.
 */
export function createMeter({ cpuMs, bytesRead }: Gauges): Meter {
  let running = 0
  let started = 0
  return {
    start() {
      const isFirst = running === 0
      running += 1
      started += 1
      const mine = started
      const before = { cpu: cpuMs?.(), bytes: bytesRead() }
      return () => {
        running -= 1
        if (!isFirst || started !== mine) return []
        const cpu = cpuMs === undefined || before.cpu === undefined ? [] : [cpuMs() - before.cpu]
        return [
          ...cpu.map((ms) => ({
            name: 'cpu',
            quantity: Math.round(ms * 1_000) / 1_000,
            unit: 'ms',
            nanoUsd: null,
          })),
          { name: 'bytes-read', quantity: bytesRead() - before.bytes, unit: 'bytes', nanoUsd: null },
        ]
      }
    },
  }
}

/** The same store and sources, with every byte counted that is read from them. */
export function countReads(
  store: Store,
  openSource: (location: string) => Promise<ByteSource>,
): {
  readonly store: Store
  readonly openSource: (location: string) => Promise<ByteSource>
  readonly bytesRead: () => number
} {
  let bytes = 0
  const counted =
    (read: (start: number, end: number) => Promise<Uint8Array>) =>
    (start: number, end: number): Promise<Uint8Array> => {
      bytes += end - start
      return read(start, end)
    }
  const countIn = (segments: SegmentStore): SegmentStore => ({
    create: (name) => segments.create(name),
    list: () => segments.list(),
    remove: (name) => segments.remove(name),
    async open(name) {
      const reader = await segments.open(name)
      return {
        size: reader.size,
        read: counted((start, end) => reader.read(start, end)),
        close: () => reader.close(),
      }
    },
  })
  return {
    store: { ...store, segments: countIn(store.segments), spool: countIn(store.spool) },
    async openSource(location) {
      const source = await openSource(location)
      return {
        name: source.name,
        location: source.location,
        async open() {
          const handle = await source.open()
          const read = handle.read?.bind(handle)
          return {
            size: handle.size,
            identity: handle.identity,
            stream: (signal) => handle.stream(signal),
            ...(read === undefined ? {} : { read: counted(read) }),
            close: () => handle.close(),
          }
        },
      }
    },
    bytesRead: () => bytes,
  }
}
