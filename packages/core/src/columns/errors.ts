import { defineErrors } from '@assay/store/error'

/** What a segment file can be wrong with. */
export interface ColumnErrors {
  /** Bytes that are not what was written: nothing of the chunk was used. */
  SEGMENT_CORRUPT: {
    readonly file: string
    readonly chunk: string
    readonly offset: number
    readonly problem: string
  }
  /** Written by another version of the engine. */
  SEGMENT_FORMAT_UNKNOWN: { readonly file: string; readonly format: number }
  /** A text or container kept by reference is asked for, and the source is not at hand. */
  SEGMENT_SOURCE_MISSING: { readonly file: string; readonly column: string }
  /** A thread that builds columns is gone: it was ended from outside, or had too little memory. */
  INGEST_THREAD_LOST: { readonly reason: string }
}

export const columnErrors = defineErrors<ColumnErrors>({
  SEGMENT_CORRUPT: { status: 500, retryable: false, exit: 1 },
  SEGMENT_FORMAT_UNKNOWN: { status: 500, retryable: false, exit: 1 },
  SEGMENT_SOURCE_MISSING: { status: 409, retryable: false, exit: 2 },
  INGEST_THREAD_LOST: { status: 503, retryable: true, exit: 1 },
})

/** The error for bytes of a segment that cannot be trusted. */
export function segmentCorrupt(file: string, chunk: string, offset: number, problem: string) {
  return columnErrors.create(
    'SEGMENT_CORRUPT',
    `The segment file ${file} is damaged: ${chunk} at byte ${offset} ${problem}.`,
    { file, chunk, offset, problem },
    { hint: 'Ingest the source again; nothing of the damaged part was used.' },
  )
}
