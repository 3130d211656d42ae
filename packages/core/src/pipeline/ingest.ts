import { isAssayError } from '@assay/store/error'
import { checkAborted, type IngestInput, parseDatasetName } from '../guard/call-input.js'
import { guardErrors } from '../guard/errors.js'
import type { ByteHandle, ByteSource } from '../source/byte-source.js'
import { sourceErrors } from '../source/errors.js'
import { buildSegment } from './build-segment.js'
import type { Engine } from './engine.js'
import type { Measurement } from './meter.js'
import { type PreparedSource, prepareSource } from './prepare-source.js'
import type { StoredVersion } from './stored-version.js'
import { markIngest } from './sweep.js'
import { type ContentOptions, engineVersion, isSameIdentity, resolveOptions, toVersion } from './version.js'

export interface Ingested {
  readonly version: StoredVersion
  /** Nothing was written: the source, or its content, is what the dataset already holds. */
  readonly unchanged: boolean
  readonly elapsedMs: number
}

/**
 * One source into one dataset version. Bounded memory, one pass (a second one where the first learned that it had
 * begun wrongly). All or nothing: until the last statement the earlier version answers, and whatever fails leaves
 * no file behind.
 */
export async function ingest(engine: Engine, source: ByteSource, input: IngestInput): Promise<Ingested> {
  const measurement = engine.meter.start()
  try {
    return await ingestMeasured(engine, source, input, measurement)
  } finally {
    measurement.stop()
  }
}

async function ingestMeasured(
  engine: Engine,
  source: ByteSource,
  input: IngestInput,
  measurement: Measurement,
): Promise<Ingested> {
  const started = engine.now().getTime()
  const name = input.name ?? parseDatasetName(source.location)
  const signal = input.signal ?? undefined
  checkAborted(signal)
  const current = await engine.registry.find(input.tenant, name)
  const handle = await source.open()
  const resolved = resolveOptions(input, current)
  const options = JSON.stringify(resolved)
  const elapsed = (): number => engine.now().getTime() - started
  if (current !== undefined && isCurrent(current, handle, source, options)) {
    await handle.close()
    engine.emit({ type: 'ingest-unchanged', dataset: name, version: current.version })
    return { version: current, unchanged: true, elapsedMs: elapsed() }
  }
  try {
    return await ingestHandle(engine, source, handle, {
      input,
      name,
      options,
      resolved,
      current,
      elapsed,
      measurement,
    })
  } catch (error) {
    const failure = toFailure(error, signal)
    engine.emit({
      type: 'ingest-failed',
      dataset: name,
      code: isAssayError(failure) ? failure.code : 'INTERNAL',
    })
    throw failure
  }
}

async function ingestHandle(
  engine: Engine,
  source: ByteSource,
  handle: ByteHandle,
  call: {
    readonly input: IngestInput
    readonly name: string
    readonly options: string
    readonly resolved: ContentOptions
    readonly current: StoredVersion | undefined
    readonly elapsed: () => number
    readonly measurement: Measurement
  },
): Promise<Ingested> {
  const { input, name, options, resolved, current, elapsed, measurement } = call
  const signal = input.signal ?? undefined
  const id = engine.newId()
  const progress = (bytes: number, totalBytes: number | null, records: number): void =>
    engine.emit({
      type: 'ingest-progressed',
      dataset: name,
      source: source.name,
      bytes,
      totalBytes,
      records,
      elapsedMs: elapsed(),
    })
  engine.emit({ type: 'ingest-started', dataset: name, source: source.name, totalBytes: handle.size })
  const mark = await markIngest(engine, id)
  let prepared: PreparedSource | undefined
  let kept = false
  try {
    prepared = await prepareSource(handle, {
      store: engine.store,
      location: source.location,
      spoolName: `${id}.json`,
      signal,
      onSpooled: (bytes) => progress(bytes, null, 0),
    })
    const { size } = prepared
    const built = await buildSegment(engine.store, prepared, {
      id,
      sourceName: source.name,
      format: resolved.format,
      onBadLine: resolved.onBadLine,
      signal,
      onProgress: (bytes, records) => progress(bytes, size, records),
      onRestart: (reason) =>
        engine.emit({ type: 'ingest-restarted', dataset: name, source: source.name, reason }),
    })
    const version: StoredVersion = {
      tenant: input.tenant,
      name,
      version: await toVersion(built.contentId, options),
      contentId: built.contentId,
      options,
      engineVersion,
      sourceName: source.name,
      sourceLocation: source.location,
      identity: prepared.identity,
      segment: built.segment,
      valueSegment: built.valueSegment,
      spool: prepared.spool,
      bytes: built.bytes,
      records: built.records,
      storedBytes: built.storedBytes,
      badLines: built.badLines,
      warnings: built.warnings,
      createdAt: engine.now().toISOString(),
      ingestCpuUs: measurement.read().cpuUs ?? null,
    }
    try {
      await checkUnchanged(source, prepared.identity)
      checkAborted(signal)
      await engine.registry.replace(version, built.catalog, null)
      kept = true
    } finally {
      if (!kept) await built.discard()
    }
    if (current !== undefined) await removeFiles(engine, current)
    engine.emit({
      type: 'ingest-finished',
      dataset: name,
      version: version.version,
      bytes: version.bytes,
      records: version.records,
      elapsedMs: elapsed(),
    })
    return { version, unchanged: false, elapsedMs: elapsed() }
  } finally {
    await (kept ? prepared?.close() : prepared?.discard())
    await mark.release()
  }
}

/** Whether the current version was made from exactly this source, with these options, by this engine. */
function isCurrent(current: StoredVersion, handle: ByteHandle, source: ByteSource, options: string): boolean {
  return (
    current.options === options &&
    current.engineVersion === engineVersion &&
    current.sourceLocation === source.location &&
    isSameIdentity(current.identity, handle.identity)
  )
}

/** A file that changed while it was read would give a mixture of two states. */
async function checkUnchanged(source: ByteSource, identity: StoredVersion['identity']): Promise<void> {
  if (identity === null) return
  const handle = await source.open()
  await handle.close()
  if (isSameIdentity(handle.identity, identity)) return
  throw sourceErrors.create(
    'SOURCE_CHANGED',
    `${source.name} changed while it was read.`,
    { location: source.location },
    { hint: 'Ingest it again once nothing writes to it.' },
  )
}

/** Files of a version that nothing names any more. A query that has them open reads on. */
export async function removeFiles(engine: Engine, version: StoredVersion): Promise<void> {
  await engine.opened.forget(version)
  await engine.store.segments.remove(version.segment)
  await engine.store.segments.remove(version.valueSegment)
  if (version.spool !== null) await engine.store.spool.remove(version.spool)
}

/** An abort surfaces as ABORTED, whichever await noticed it. */
function toFailure(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted && !isAssayError(error))
    return guardErrors.create(
      'ABORTED',
      'The ingest was interrupted; nothing of it was kept.',
      {},
      { cause: error },
    )
  return error
}
