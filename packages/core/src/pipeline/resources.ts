import type { ResourceUse, SharedCost } from '@assay/cost-tracker'
import type { MachineUse } from './meter.js'
import type { StoredVersion } from './stored-version.js'

/** What one run reads and computes: what it did, or the most that it may. */
export interface RunUse extends MachineUse {
  readonly rows: number
}

const minuteMs = 60_000
/** An ingest is paid for by the first questions of its version, a tenth each. */
const ingestShares = 10

/** The lines of a bill for what a run did. */
export function runResources({ rows, cpuUs, bytesRead }: RunUse): ResourceUse[] {
  return [
    { name: 'rows-scanned', quantity: rows, unit: 'rows', nanoUsd: null },
    ...(cpuUs === undefined ? [] : [{ name: 'cpu', quantity: cpuUs / 1_000, unit: 'ms', nanoUsd: null }]),
    { name: 'bytes-read', quantity: bytesRead, unit: 'bytes', nanoUsd: null },
  ]
}

/** Everything that a version keeps on disk: its segments, and the copy of a source that cannot be read again. */
function keptBytes({ storedBytes, spool, bytes }: StoredVersion): number {
  return storedBytes + (spool === null ? 0 : bytes)
}

/** What the questions of a version share: its storage since it was made, by the minute, and its ingest. */
export function sharedCosts(version: StoredVersion, atMs: number): SharedCost[] {
  const { segment, createdAt, ingestCpuUs } = version
  const minutes = Math.max(0, Math.floor((atMs - Date.parse(createdAt)) / minuteMs))
  return [
    { subject: `storage/${segment}`, total: minutes },
    ...(ingestCpuUs === null
      ? []
      : [{ subject: `ingest/${segment}`, total: ingestCpuUs, most: Math.ceil(ingestCpuUs / ingestShares) }]),
  ]
}

/** The lines of a bill for the parts of `sharedCosts`, in its order. */
export function sharedResources(version: StoredVersion, parts: readonly number[]): ResourceUse[] {
  const [minutes = 0, cpuUs] = parts
  return [
    { name: 'storage', quantity: keptBytes(version) * minutes, unit: 'byte-minutes', nanoUsd: null },
    ...(cpuUs === undefined ? [] : [{ name: 'ingest', quantity: cpuUs / 1_000, unit: 'ms', nanoUsd: null }]),
  ]
}
