import { basename } from 'node:path'
import type { AssayEvent, EventListener } from '@assay/store/event'
import type { Output } from '../session/session.js'
import { formatBytes, formatCount, formatDuration, formatPlural } from './numbers.js'
import { cutToWidth, toPrintable } from './printable.js'

type Progressed = Extract<AssayEvent, { type: 'ingest-progressed' }>

const barCells = 12
const factCells = 45
const smallestPauseMs = 80

/** The bar of a running ingest: bytes, MB/s, records, time left. Within 80 cells. */
export function renderProgress(event: Progressed, columns: number): string {
  const { bytes, totalBytes, records, elapsedMs } = event
  const bytesPerMs = elapsedMs > 0 ? bytes / elapsedMs : 0
  const facts = [
    formatBytes(bytes),
    ...(bytesPerMs > 0 ? [`${Math.round(bytesPerMs / 1000)} MB/s`] : []),
    `${formatCount(records)} rec`,
    ...(totalBytes !== null && bytesPerMs > 0
      ? [`ETA ${formatWait((totalBytes - bytes) / bytesPerMs)}`]
      : []),
  ]
  return toLine(event.source, totalBytes === null ? 0 : bytes / Math.max(1, totalBytes), facts, columns)
}

/** Whole seconds: a time to wait is a guess. */
const formatWait = (milliseconds: number) => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  return seconds < 100 ? `${seconds} s` : formatDuration(seconds * 1000)
}

function toLine(source: string, share: number, facts: readonly string[], columns: number): string {
  const full = Math.max(0, Math.min(barCells, Math.round(share * barCells)))
  // The name's width does not follow the facts': the line would jump as they grow.
  const room = columns - 1 - barCells - factCells - 6
  const name = cutToWidth(toPrintable(basename(source)), Math.max(8, Math.min(24, room)))
  return cutToWidth(
    `  ${name}  ${'█'.repeat(full)}${'░'.repeat(barCells - full)}  ${facts.join(' · ')}`,
    columns - 1,
  )
}

/**
 * Shows ingests on a terminal as they run, one line each; writes nothing where there is no terminal. `keep` leaves the
 * finished line standing. Warnings of the store go to the same output in either case.
 */
export function createProgress(output: Output, keep: boolean): { onEvent: EventListener; stop: () => void } {
  let isShown = false
  let lastDrawn = Number.NEGATIVE_INFINITY
  let source = ''
  const draw = (line: string) => {
    if (!output.isTerminal) return
    isShown = true
    void output.write(`\r\u001b[2K${line}`)
  }
  const stop = () => {
    if (isShown) void output.write('\r\u001b[2K')
    isShown = false
  }
  const finish = (line: string) => {
    stop()
    if (keep && output.isTerminal) void output.write(`${line}\n\n`)
  }
  const warn = (text: string) => {
    stop()
    void output.write(`  ${output.style.caution('warning')} ${toPrintable(text)}\n`)
  }
  const onEvent: EventListener = (event) => {
    switch (event.type) {
      case 'ingest-started':
        source = event.source
        lastDrawn = Number.NEGATIVE_INFINITY
        break
      case 'ingest-progressed':
        if (event.elapsedMs - lastDrawn < smallestPauseMs) break
        lastDrawn = event.elapsedMs
        draw(renderProgress(event, output.columns))
        break
      case 'ingest-indexed':
        if (event.elapsedMs - lastDrawn < smallestPauseMs) break
        lastDrawn = event.elapsedMs
        draw(
          toLine(
            event.source,
            event.columns / Math.max(1, event.totalColumns),
            [`indexing ${formatCount(event.columns)} of ${formatPlural(event.totalColumns, 'column')}`],
            output.columns,
          ),
        )
        break
      case 'ingest-finished':
        finish(
          toLine(
            source,
            1,
            [
              formatBytes(event.bytes),
              `${formatCount(event.records)} records`,
              formatDuration(event.elapsedMs),
            ],
            output.columns,
          ),
        )
        break
      case 'ingest-failed':
        stop()
        break
      case 'ingest-restarted':
        // Ordinary: what began like one document turned out to be JSON Lines.
        lastDrawn = Number.NEGATIVE_INFINITY
        break
      case 'ingest-threads-refused':
        warn(`no further thread could be started; one does the work: ${event.reason}`)
        break
      case 'store-degraded':
        warn(`the store is read-only for now: ${event.reason}`)
        break
    }
  }
  return { onEvent, stop }
}
