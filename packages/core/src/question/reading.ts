import type { Plan } from '../plan/algebra.js'
import type { Language } from './languages/index.js'

export type { Language } from './languages/index.js'

/** How one stretch of the question was understood; spans are UTF-16 offsets into the question. */
export interface WordReading {
  readonly word: string
  readonly span: readonly [start: number, end: number]
  /** `count of flights`, `delay > 60`, `column origin`, … */
  readonly as: string
}

/** What becomes of a question: one complete reading, or an honest refusal. */
export type QuestionReading =
  | {
      readonly status: 'plan'
      readonly plan: Plan
      readonly language: Language
      readonly reading: readonly WordReading[]
      readonly assumptions: readonly string[]
      /** Columns of the result that answer; the others say of what. */
      readonly asked: readonly string[]
      /** How doubtful the reading is (0: every word is surely what it is taken for). */
      readonly cost: number
      /** By how much more doubtful the next reading is that means something else; infinite without one. */
      readonly lead: number
    }
  | {
      readonly status: 'unsupported'
      readonly language: Language
      readonly reason: 'ambiguous' | 'unknown-word' | 'not-in-data' | 'needs-model'
      /** One sentence in the question's language that names what could not be placed and the nearest thing that is there. */
      readonly text: string
      readonly reading: readonly WordReading[]
      readonly unplaced: readonly { readonly word: string; readonly span: readonly [number, number] }[]
      readonly nearest: readonly string[]
      readonly alternatives: readonly { readonly text: string; readonly plan: Plan }[]
    }
