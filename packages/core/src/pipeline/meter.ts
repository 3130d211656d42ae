import type { SegmentStore, Store } from '@assay/store'
import type { ByteSource } from '../source/byte-source.js'

/** What a piece of work used of the process. */
export interface MachineUse {
  /** Whole microseconds of all threads; undefined where the runtime does not tell. */
  readonly cpuUs: number | undefined
  readonly bytesRead: number
}

export interface Measurement {
  /** What it has used so far. */
  read(): MachineUse
  /** Ends it; what it used does not change any more. */
  stop(): MachineUse
}

/** Measures what the machine does for each piece of work. */
export interface Meter {
  /** Whether the runtime tells CPU time. */
  readonly tellsCpu: boolean
  start(): Measurement
}

/** How much the process has used since it began. */
export interface Gauges {
  /** Milliseconds; absent where the runtime does not tell. */
  readonly cpuMs: (() => number) | undefined
  readonly bytesRead: () => number
}

/**
 * A meter over gauges of the whole process. What they move while several pieces of work run is shared equally
 * between those, to the last unit: all measurements add up to what the process used while any of them ran.
 */
export function createMeter({ cpuMs, bytesRead }: Gauges): Meter {
  const running = new Set<{ cpuUs: number; bytesRead: number }>()
  const readGauges = () => ({
    cpuUs: cpuMs === undefined ? 0 : Math.round(cpuMs() * 1_000),
    bytesRead: bytesRead(),
  })
  let last = readGauges()

  function share(): void {
    const now = readGauges()
    for (const gauge of ['cpuUs', 'bytesRead'] as const) {
      const moved = now[gauge] - last[gauge]
      let rest = running.size === 0 ? 0 : moved % running.size
      for (const work of running) {
        work[gauge] += Math.floor(moved / running.size) + (rest > 0 ? 1 : 0)
        rest -= 1
      }
    }
    last = now
  }

  return {
    tellsCpu: cpuMs !== undefined,
    start() {
      share()
      const work = { cpuUs: 0, bytesRead: 0 }
      running.add(work)
      const read = (): MachineUse => {
        share()
        return { cpuUs: cpuMs === undefined ? undefined : work.cpuUs, bytesRead: work.bytesRead }
      }
      return {
        read,
        stop() {
          const used = read()
          running.delete(work)
          return used
        },
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
    (read: (start: number, end: number, into?: Uint8Array) => Promise<Uint8Array>) =>
    (start: number, end: number, into?: Uint8Array): Promise<Uint8Array> => {
      bytes += end - start
      return read(start, end, into)
    }
  const countIn = (segments: SegmentStore): SegmentStore => ({
    create: (name) => segments.create(name),
    list: () => segments.list(),
    remove: (name) => segments.remove(name),
    async open(name, options) {
      const reader = await segments.open(name, options)
      return {
        size: reader.size,
        // Only the threads of an ingest read by it, and what an ingest reads is not billed.
        ...(reader.path === undefined ? {} : { path: reader.path }),
        read: counted((start, end, into) => reader.read(start, end, into)),
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
