import {
  checkSegmentName,
  checkSegmentRange,
  closedSegment,
  existingSegment,
  missingSegment,
  unfinishedSuffix,
} from './segment-name.js'
import type { SegmentStore, SegmentWriter } from './segment-store.js'

interface Held {
  readonly parts: Uint8Array[]
  size: number
  modifiedMs: number
}

function joinParts(parts: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Segments that live as long as the process: for tests, and for small data without a disk. */
export function createMemorySegments(options: { readonly now?: () => number } = {}): SegmentStore {
  const now = options.now ?? Date.now
  const files = new Map<string, Held>()
  let writers = 0

  function createWriter(name: string): SegmentWriter {
    writers += 1
    const temporary = `${name}.${writers}${unfinishedSuffix}`
    const held: Held = { parts: [], size: 0, modifiedMs: now() }
    files.set(temporary, held)
    let open = true
    return {
      get size() {
        return held.size
      },
      async append(bytes) {
        if (!open) throw closedSegment(name)
        held.parts.push(bytes.slice())
        held.size += bytes.length
        held.modifiedMs = now()
      },
      async finish() {
        if (!open) throw closedSegment(name)
        open = false
        files.delete(temporary)
        if (files.has(name)) throw existingSegment(name)
        files.set(name, held)
      },
      async abort() {
        if (open) files.delete(temporary)
        open = false
      },
    }
  }

  return {
    async create(name) {
      checkSegmentName(name)
      if (files.has(name)) throw existingSegment(name)
      return createWriter(name)
    },
    async open(name) {
      checkSegmentName(name)
      const held = files.get(name)
      if (held === undefined) throw missingSegment(name)
      const bytes = joinParts(held.parts.splice(0), held.size)
      held.parts.push(bytes)
      let open = true
      return {
        size: held.size,
        async read(start, end) {
          if (!open) throw closedSegment(name)
          checkSegmentRange(name, start, end, bytes.length)
          return bytes.slice(start, end)
        },
        async close() {
          open = false
        },
      }
    },
    async list() {
      return [...files].map(([name, { size, modifiedMs }]) => ({
        name,
        bytes: size,
        modifiedMs,
        finished: !name.endsWith(unfinishedSuffix),
        abandoned: false,
      }))
    },
    async remove(name) {
      files.delete(name)
    },
  }
}
