import type { Plan } from '../plan/algebra.js'
import { canonicalPlan } from '../plan/canonical-plan.js'
import { checkPlan } from '../plan/check-plan.js'
import { readQuestion } from '../question/read-question.js'
import type { Language, QuestionReading } from '../question/reading.js'
import { createMemoryValues } from './memory-values.js'
import { sampleTables } from './sample-tables.js'

export type Sample = keyof typeof sampleTables

/** How a question over a sample table is read. */
export async function readSample(
  sample: Sample,
  question: string,
  language?: Language,
): Promise<QuestionReading> {
  const table = sampleTables[sample]()
  const values = await createMemoryValues([table])
  const data = { catalog: { tables: [table.schema] }, values }
  return readQuestion(question, data, { language, now: () => new Date(0) })
}

/** The canonical plan of a question, which names only what its table has; throws when there is none. */
export async function planOfSample(sample: Sample, question: string): Promise<Plan> {
  const reading = await readSample(sample, question)
  if (reading.status !== 'plan') throw new Error(`${question}: ${reading.reason}: ${reading.text}`)
  checkPlan(reading.plan, [sampleTables[sample]().schema])
  return canonicalPlan(reading.plan)
}
