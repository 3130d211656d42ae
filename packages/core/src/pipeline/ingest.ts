import { isAssayError } from '@assay/store/error'
import { checkAborted, type IngestInput } from '../guard/call-input.js'
import { guardErrors } from '../guard/errors.js'
import type { ByteSource } from '../source/byte-source.js'
import { countThreads } from './block-threads.js'
import { buildSegment } from './build-segment.js'
import { spooledFiles } from './dataset-registry.js'
import type { Engine } from './engine.js'
import {
  checkSources,
  checkUnchanged,
  describeSources,
  isCurrent,
  nameOfOne,
  SourceOpener,
} from './ingest-sources.js'
import type { Measurement } from './meter.js'
import { type PreparedSource, prepareSource } from './prepare-source.js'
import type { StoredVersion } from './stored-version.js'
import { markIngest } from './sweep.js'
import { type ContentOptions, engineVersion, resolveOptions, toVersion } from './version.js'

export interface Ingested {
  readonly version: StoredVersion
  /** Nothing was written: the source, or its content, is what the dataset already holds. */
  readonly unchanged: boolean
  readonly elapsedMs: number
}

interface IngestCall {
  readonly input: IngestInput
  readonly name: string
  readonly options: string
  readonly resolved: ContentOptions
  readonly current: StoredVersion | undefined
  /** What events call the sources. */
  readonly label: string
  readonly elapsed: () => number
  readonly measurement: Measurement
}

/**
 * Sources into one dataset version: one, or several that are read as one after another. Bounded memory, one pass (a
 * second one where the first learned that it had begun wrongly). All or nothing: until the last statement the earlier
 * version answers, and whatever fails leaves no file behind.
 */
export async function ingest(
  engine: Engine,
  sources: readonly ByteSource[],
  input: IngestInput,
): Promise<Ingested> {
  const measurement = engine.meter.start()
  try {
    return await ingestMeasured(engine, sources, input, measurement)
  } finally {
    measurement.stop()
  }
}

async function ingestMeasured(
  engine: Engine,
  sources: readonly ByteSource[],
  input: IngestInput,
  measurement: Measurement,
): Promise<Ingested> {
  const started = engine.now().getTime()
  const [first] = checkSources(sources)
  const name = input.name ?? nameOfOne(sources)
  const signal = input.signal ?? undefined
  checkAborted(signal)
  const current = await engine.registry.find(input.tenant, name)
  const resolved = resolveOptions(input, current)
  const options = JSON.stringify(resolved)
  const elapsed = (): number => engine.now().getTime() - started
  const opener = new SourceOpener()
  try {
    if (current?.options === options && (await isCurrent(current, sources, opener))) {
      engine.emit({ type: 'ingest-unchanged', dataset: name, version: current.version })
      return { version: current, unchanged: true, elapsedMs: elapsed() }
    }
    const label = sources.length === 1 ? first.name : `${name} (${sources.length} files)`
    return await ingestSources(engine, sources, opener, {
      input,
      name,
      options,
      resolved,
      current,
      label,
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
  } finally {
    await opener.close()
  }
}

async function ingestSources(
  engine: Engine,
  sources: readonly ByteSource[],
  opener: SourceOpener,
  call: IngestCall,
): Promise<Ingested> {
  const { input, name, options, resolved, current, label, elapsed, measurement } = call
  const signal = input.signal ?? undefined
  const id = engine.newId()
  const progress = (bytes: number, totalBytes: number | null, records: number): void =>
    engine.emit({
      type: 'ingest-progressed',
      dataset: name,
      source: label,
      bytes,
      totalBytes,
      records,
      elapsedMs: elapsed(),
    })
  const only = sources.length === 1 ? await opener.open(sources[0]!) : undefined
  engine.emit({ type: 'ingest-started', dataset: name, source: label, totalBytes: only?.size ?? null })
  const mark = await markIngest(engine, id)
  const prepared: PreparedSource[] = []
  let kept = false
  try {
    for (const [at, source] of sources.entries()) {
      checkAborted(signal)
      const handle = await opener.take(source)
      const before = sizeOf(prepared)
      prepared.push(
        await prepareSource(source, handle, {
          store: engine.store,
          spoolName: sources.length === 1 ? `${id}.json` : `${id}.${at}.json`,
          signal,
          onSpooled: (bytes) => progress(before + bytes, null, 0),
        }),
      )
    }
    const size = sizeOf(prepared)
    const built = await buildSegment(engine.store, prepared, {
      id,
      rootName: sources.length === 1 ? sources[0]!.name : name,
      format: resolved.format,
      onBadLine: resolved.onBadLine,
      records: resolved.records ?? [],
      signal,
      runner: engine.blockRunner,
      threads: countThreads(input.threads ?? engine.threads, engine.blockRunner, size),
      onThreadsRefused: (reason) =>
        engine.emit({ type: 'ingest-threads-refused', dataset: name, source: label, reason }),
      onProgress: (bytes, records) => progress(bytes, size, records),
      onIndexed: (columns, totalColumns) =>
        engine.emit({
          type: 'ingest-indexed',
          dataset: name,
          source: label,
          columns,
          totalColumns,
          elapsedMs: elapsed(),
        }),
      onRestart: (reason) => engine.emit({ type: 'ingest-restarted', dataset: name, source: label, reason }),
    })
    const version: StoredVersion = {
      tenant: input.tenant,
      name,
      version: await toVersion(built.contentId, options),
      contentId: built.contentId,
      options,
      engineVersion,
      source: describeSources(sources),
      files: prepared.map(({ source, identity, spool }, at) => ({
        name: source.name,
        location: source.location,
        identity,
        spool,
        ...built.files[at]!,
      })),
      segment: built.segment,
      valueSegment: built.valueSegment,
      bytes: built.bytes,
      records: built.records,
      storedBytes: built.storedBytes,
      badLines: built.badLines,
      warnings: built.warnings,
      createdAt: engine.now().toISOString(),
      ingestCpuUs: measurement.read().cpuUs ?? null,
    }
    try {
      for (const one of prepared) await checkUnchanged(one)
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
    if (!kept) for (const one of prepared) await one.discard()
    await mark.release()
  }
}

function sizeOf(sources: readonly PreparedSource[]): number {
  return sources.reduce((sum, { size }) => sum + size, 0)
}

/** Files of a version that nothing names any more. A query that has them open reads on. */
export async function removeFiles(engine: Engine, version: StoredVersion): Promise<void> {
  await engine.opened.forget(version)
  await engine.store.segments.remove(version.segment)
  await engine.store.segments.remove(version.valueSegment)
  for (const spool of spooledFiles(version.files)) await engine.store.spool.remove(spool)
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
