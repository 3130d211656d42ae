import type { ScanLimits } from './scanner.js'

/** The limits of DECISIONS and INVARIANTS: depth 1,024, a scalar 16 MiB, a line 64 MiB, 512 columns a table, 20,000 in all. */
export const defaultScanLimits: ScanLimits = {
  maxDepth: 1_024,
  maxScalarBytes: 16 * 1_048_576,
  maxLineBytes: 64 * 1_048_576,
  maxReferenceBytes: 2_147_483_647,
  maxKeysPerObject: 10_000_000,
  maxTables: 1_000,
  maxColumns: 512,
  maxColumnsOverall: 20_000,
}
