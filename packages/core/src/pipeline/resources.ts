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

/** Everything that a version keeps on disk: its segments, and copies of sources that cannot be read again. */
function keptBytes({ storedBytes, files }: StoredVersion): number {
  return files.reduce((sum, { spool, bytes }) => sum + (spool === null ? 0 : bytes), storedBytes)
}

/** What the questions of versions share: their storage since they were made, by the minute, and their ingest. */
export function sharedCosts(versions: readonly StoredVersion[], atMs: number): SharedCost[] {
  return [...storageCosts(versions, atMs), ...ingestCosts(versions)]
}

function storageCosts(versions: readonly StoredVersion[], atMs: number): SharedCost[] {
  return versions.map(({ segment, createdAt }) => {
    const minutes = Math.max(0, Math.floor((atMs - Date.parse(createdAt)) / minuteMs))
    return { subject: `storage/${segment}`, total: minutes }
  })
}

function ingestCosts(versions: readonly StoredVersion[]): SharedCost[] {
  return versions.flatMap(({ segment, ingestCpuUs }) =>
    ingestCpuUs === null
      ? []
      : [{ subject: `ingest/${segment}`, total: ingestCpuUs, most: Math.ceil(ingestCpuUs / ingestShares) }],
  )
}

/** The lines of a bill for the parts of `sharedCosts`, in its order: one for each resource. */
export function sharedResources(versions: readonly StoredVersion[], parts: readonly number[]): ResourceUse[] {
  const stored = versions.reduce((sum, version, at) => sum + keptBytes(version) * (parts[at] ?? 0), 0)
  const ingests = parts.slice(versions.length)
  const cpuUs = ingests.reduce((sum, part) => sum + part, 0)
  return [
    { name: 'storage', quantity: stored, unit: 'byte-minutes', nanoUsd: null },
    ...(ingests.length === 0 ? [] : [{ name: 'ingest', quantity: cpuUs / 1_000, unit: 'ms', nanoUsd: null }]),
  ]
}
