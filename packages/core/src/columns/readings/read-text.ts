import type { ReadingRule } from '../../catalog/column-reading.js'
import { readDate } from './date-text.js'
import { readNumber } from './number-text.js'

/** Longer texts are no numbers and no dates. */
export const maxReadCharacters = 64

/** What a text says under a rule: decimal text of a number, ISO 8601 of a date; undefined when it cannot be read. */
export function createTextReader(rule: ReadingRule): (text: string) => string | undefined {
  if (rule.kind === 'number') {
    const unit = rule.unit ?? ''
    return (text) => (text.length > maxReadCharacters ? undefined : readNumber(text, rule.locale, unit))
  }
  const zoned = rule.zone !== undefined
  return (text) => {
    if (text.length > maxReadCharacters) return undefined
    const date = readDate(text, rule.format)
    return date?.zoned === zoned ? date.iso : undefined
  }
}
