import type { SegmentStore } from '@assay/store'
import type { Segment } from '../columns/segment.js'
import { describeSegment } from '../columns/statistics/describe-segment.js'
import type { TallyLimits } from '../columns/statistics/value-tallies.js'
import { createValueIndexWriter, type ValueIndexLimits } from '../columns/values/value-index-writer.js'

/** Writes the value index of a segment, as the pipeline does. */
export async function writeTestValues(
  segment: Segment,
  segments: SegmentStore,
  name: string,
  limits: Partial<ValueIndexLimits & TallyLimits> = {},
): Promise<void> {
  const index = await createValueIndexWriter({ writer: await segments.create(name), limits })
  await describeSegment(segment, { limits, index })
  await index.finish()
}
