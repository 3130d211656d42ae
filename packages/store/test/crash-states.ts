import { readFileSync } from 'node:fs'

/** One system call of a trace that matters for what a power cut leaves. */
export type TracedCall =
  | { readonly type: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly path: string; readonly size: number }
  | { readonly type: 'sync'; readonly path: string }
  | { readonly type: 'unlink'; readonly path: string }
  | { readonly type: 'append'; readonly path: string; readonly bytes: Buffer }

const fromHex = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex')

function parseCall(line: string): TracedCall | undefined {
  const call = /^(\w+)\((?:\d+<([^>]*)>)?(?:, )?(?:"([^"]*)")?(.*)\)\s+= (-?\d+)/.exec(line)
  if (call === null || Number(call[5]) < 0) return undefined
  const [, name, file = '', text = '', rest = '', result] = call
  const path = fromHex(file).toString()
  switch (name) {
    case 'pwrite64':
      return {
        type: 'write',
        path,
        offset: Number(rest.split(', ').at(-1)),
        bytes: fromHex(text).subarray(0, Number(result)),
      }
    case 'write':
      return { type: 'append', path, bytes: fromHex(text) }
    case 'ftruncate':
      return { type: 'truncate', path, size: Number(rest.replace(', ', '')) }
    case 'fsync':
    case 'fdatasync':
      return { type: 'sync', path }
    case 'unlink':
      return { type: 'unlink', path: fromHex(text).toString() }
    default:
      return undefined
  }
}

/** The calls of an strace file written with `-xx -y`, in order, on the paths that `concerns` picks. */
export function readTrace(tracePath: string, concerns: (path: string) => boolean): TracedCall[] {
  return readFileSync(tracePath, 'latin1')
    .split('\n')
    .map(parseCall)
    .filter((call): call is TracedCall => call !== undefined && concerns(call.path))
}

interface TracedFile {
  synced: Buffer
  readonly pending: Exclude<TracedCall, { type: 'sync' | 'unlink' | 'append' }>[]
}

function applyCall(content: Buffer, call: TracedFile['pending'][number]): Buffer {
  if (call.type === 'truncate')
    return Buffer.concat([content, Buffer.alloc(Math.max(0, call.size - content.length))]).subarray(
      0,
      call.size,
    )
  const end = call.offset + call.bytes.length
  const grown = Buffer.alloc(Math.max(end, content.length))
  content.copy(grown)
  call.bytes.copy(grown, call.offset)
  return grown
}

/** What the disk holds while the calls are replayed: synced content, and writes that a power cut may lose. */
export interface ReplayedDisk {
  apply(call: TracedCall): void
  /** The files after a power cut in which a pending write reached the disk only if `survives` says so. */
  cut(survives: () => boolean): Map<string, Buffer>
}

/** A disk on which no file is yet. */
export function createReplayedDisk(): ReplayedDisk {
  const files = new Map<string, TracedFile>()
  return {
    apply(call) {
      if (call.type === 'unlink') {
        files.delete(call.path)
        return
      }
      const file = files.get(call.path) ?? { synced: Buffer.alloc(0), pending: [] }
      files.set(call.path, file)
      if (call.type === 'sync') file.synced = file.pending.splice(0).reduce(applyCall, file.synced)
      else if (call.type !== 'append') file.pending.push(call)
    },
    cut(survives) {
      const left = new Map<string, Buffer>()
      for (const [path, { synced, pending }] of files) {
        left.set(path, pending.filter(survives).reduce(applyCall, synced))
      }
      return left
    },
  }
}
