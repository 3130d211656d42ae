// What is measured, each in a process of its own. A subject gives how many records it saw, so that a fast wrong one
// does not pass; imports happen in `prepare`, outside the measured time.
import { assaySubjects } from './assay.mjs'
import { assayExtractSubjects } from './assay-extract.mjs'
import { assayScanSubjects } from './assay-scan.mjs'
import { duckdbSubjects } from './duckdb.mjs'
import { jsonParseSubjects } from './json-parse.mjs'
import { rawReadSubjects } from './raw-read.mjs'
import { rawWriteSubjects } from './raw-write.mjs'
import { streamJsonSubjects } from './stream-json.mjs'
import { streamparserSubjects } from './streamparser.mjs'

/**
 * `upToMb`: larger files are beyond it. `countsNothing`: a limit of the machine, no reader of records.
 * @typedef {{ kinds: string[], upToMb?: number, countsNothing?: boolean, prepare: () => Promise<(file: string, folder: string) => Promise<number>> }} Subject
 * @typedef {Record<string, Subject>} Subjects
 */

/** @type {Subjects} */
export const subjects = {
  ...assaySubjects,
  ...assayExtractSubjects,
  ...assayScanSubjects,
  ...rawReadSubjects,
  ...rawWriteSubjects,
  ...duckdbSubjects,
  ...streamJsonSubjects,
  ...streamparserSubjects,
  ...jsonParseSubjects,
}
