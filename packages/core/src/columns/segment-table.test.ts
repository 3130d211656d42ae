import { describe, it } from 'vitest'
import { buildTestTables, type TestSegmentOptions } from '../testing/build-test-segment.js'
import { type ConformanceRecord, tableChecks } from '../testing/table-conformance.js'

function toDocument(record: ConformanceRecord): string {
  return `{${record.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`
}

const variants: [string, TestSegmentOptions, (records: readonly string[]) => string][] = [
  ['one array', {}, (records) => `[${records.join(',')}]`],
  ['lines, pushed byte by byte', { format: 'jsonl', pieces: [1] }, (records) => records.join('\n')],
  ['groups of three rows', { columnLimits: { maxGroupRows: 3 } }, (records) => `[${records.join(' , ')}]`],
  [
    'a tiny memory budget',
    { pieces: [37], columnLimits: { maxBufferedBytes: 5000 } },
    (records) => `[${records.join(',')}]`,
  ],
  [
    'tiny chunks',
    { columnLimits: { maxChunkBytes: 120, maxInlineTextBytes: 20 } },
    (records) => `[${records.join(',')}]`,
  ],
  [
    'all long texts by reference',
    { columnLimits: { maxInlineTextBytes: 1 } },
    (records) => `[${records.join(',')}]`,
  ],
]

describe.each(variants)('segment table of %s', (_, options, join) => {
  for (const check of tableChecks) {
    it(check.name, () => check.run((records) => buildTestTables(join(records.map(toDocument)), options)))
  }
})
