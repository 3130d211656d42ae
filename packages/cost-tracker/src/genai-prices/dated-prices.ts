import type { ModelInfo } from '@pydantic/genai-prices'

type Conditional = Extract<ModelInfo['prices'], readonly unknown[]>[number]
export type SourcePrice = Conditional['prices']

/** The source's own rule: of the prices in force, the last one listed; with none in force, the first. */
export function activePrice(model: ModelInfo, atMs: number): { price: SourcePrice; since: string | null } {
  const { prices } = model
  if (!Array.isArray(prices)) return { price: prices, since: null }
  for (const conditional of prices.toReversed()) {
    if (isInForce(conditional, atMs))
      return { price: conditional.prices, since: sinceOf(conditional, prices, atMs) }
  }
  return { price: prices[0]?.prices ?? {}, since: null }
}

function isInForce({ constraint }: Conditional, atMs: number): boolean {
  if (constraint === undefined) return true
  if (constraint.type === 'start_date') return atMs >= Date.parse(constraint.start_date)
  const dayMs = 86_400_000
  const time = ((atMs % dayMs) + dayMs) % dayMs
  const start = timeOfDayMs(constraint.start_time)
  const end = timeOfDayMs(constraint.end_time)
  return end < start ? time >= start || time < end : time >= start && time < end
}

/** A price for a time of day holds since the last dated change that is in force. */
function sinceOf(conditional: Conditional, all: readonly Conditional[], atMs: number): string | null {
  const own = conditional.constraint
  if (own?.type === 'start_date') return own.start_date
  const dated = all
    .map(({ constraint }) => (constraint?.type === 'start_date' ? constraint.start_date : null))
    .filter((date) => date !== null && Date.parse(date) <= atMs)
  return own === undefined ? null : (dated.at(-1) ?? null)
}

function timeOfDayMs(text: string): number {
  return Date.parse(`1970-01-01T${text}`)
}
