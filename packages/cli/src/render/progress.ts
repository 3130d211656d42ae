import { basename } from 'node:path'
import type { AssayEvent, EventListener } from '@assay/store/event'
import type { Output } from '../session/session.js'
import { formatBytes, formatCount, formatDuration } from './numbers.js'
import { cutToWidth, measureWidth, toPrintable } from './printable.js'

type Progressed = Extract<AssayEvent, { type: 'ingest-progressed' }>

const barCells = 14
const widestName = 24
const narrowestName = 8
const smallestPauseMs = 80

/** The bar of a running ingest: bytes, MB/s, records, time left. Within 80 cells. */
export function renderProgress(event: Progressed, columns: number): string {
  const { bytes, totalBytes, records, elapsedMs } = event
  const speed = elapsedMs > 0 ? (bytes / elapsedMs) * 1000 : 0
  const facts = [
    formatBytes(bytes),
    ...(speed > 0 ? [`${formatBytes(speed)}/s`] : []),
    `${formatCount(records)} rec`,
    ...(totalBytes !== null && speed > 0
      ? [`ETA ${formatDuration((Math.max(0, totalBytes - bytes) / speed) * 1000)}`]
      : []),
  ]
  return toLine(event.source, totalBytes === null ? 0 : bytes / Math.max(1, totalBytes), facts, columns)
}

function toLine(source: string, share: number, facts: readonly string[], columns: number): string {
  const right = facts.join(' · ')
  const full = Math.max(0, Math.min(barCells, Math.round(share * barCells)))
  const room = columns - 1 - barCells - measureWidth(right) - 6
  const name = cutToWidth(toPrintable(basename(source)), Math.max(narrowestName, Math.min(widestName, room)))
  return cutToWidth(`  ${name}  ${'█'.repeat(full)}${'░'.repeat(barCells - full)}  ${right}`, columns - 1)
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
      case 'store-degraded':
        warn(`the store is read-only for now: ${event.reason}`)
        break
    }
  }
  return { onEvent, stop }
}
