import { createHash } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Process ids mean something only on one machine, and there only in one namespace. */
function readMachine(): string {
  let namespace = ''
  try {
    namespace = readlinkSync('/proc/self/ns/pid')
  } catch {
    // Only Linux has namespaces of process ids.
  }
  return createHash('sha256').update(`${hostname()}\n${namespace}`).digest('hex').slice(0, 8)
}

/** What a writer puts into the name of its unfinished file, so that others can tell whether it still lives. */
export function createWriterMark(unique: string): string {
  return `${readMachine()}-${process.pid}-${unique}`
}

/** Whether the process that made a mark is known to be gone. A mark of another machine says nothing. */
export function isAbandonedMark(mark: string): boolean {
  const [machine, pid] = mark.split('-')
  if (machine !== readMachine() || !/^\d+$/.test(pid ?? '')) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
