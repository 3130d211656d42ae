import type { Shape } from '../json/shape.js'
import { findNearestNames } from '../plan/nearest-names.js'
import { findContainers, isAt } from '../records/find-containers.js'
import { parsePointer, toPointer } from '../records/pointer.js'
import { pipelineErrors } from './errors.js'

const mostListed = 5

/** Throws RECORDS_NOT_FOUND when a pointer to the records led to no array or object of the document. */
export function checkRecords(shape: Shape, pointers: readonly string[]): void {
  const containers = findContainers(shape)
  for (const pointer of pointers) {
    const tokens = parsePointer(pointer)
    if (containers.some(({ path, isRecords }) => isRecords && isAt(path, tokens))) continue
    const known = containers.map(({ path }) => toPointer(path)).filter((path) => path !== '')
    const near = findNearestNames(pointer, known)
    const listed = (near.length > 0 ? near : known.slice(0, mostListed)).map((path) => `"${path}"`)
    throw pipelineErrors.create(
      'RECORDS_NOT_FOUND',
      `There are no records at "${pointer}".`,
      { pointer, nearest: near },
      {
        hint:
          listed.length === 0
            ? 'Leave the pointer out: the document holds no array and no object below its root.'
            : `${near.length > 0 ? 'Did you mean' : 'There is'} ${listed.join(' or ')}? A * stands for every element or member.`,
      },
    )
  }
}
