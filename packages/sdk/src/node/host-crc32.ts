import zlib from 'node:zlib'
import type { Crc32 } from '@assay/core'

/** The host's CRC-32; not all that name themselves Node have it. */
export const hostCrc32: Crc32 | undefined =
  typeof zlib.crc32 === 'function' ? (bytes, crc) => zlib.crc32(bytes, crc) : undefined
