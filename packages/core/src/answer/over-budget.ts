import { formatUsd, type RefusedBudget } from '@assay/cost-tracker'
import type { OverBudget } from './answer.js'

interface Texts {
  readonly refused: (most: string, budgets: string) => string
  readonly whose: (refused: RefusedBudget) => string
  readonly left: (usd: string, until: string | null) => string
  readonly overrun: string
  readonly join: string
}

/** The limit that came with the call; everything else is a budget by its id. */
const isLimit = ({ budget }: RefusedBudget) => budget === 'max-cost'

const english: Texts = {
  refused: (most, budgets) => `This can cost up to ${most}, but ${budgets}; nothing was run.`,
  whose: (refused) =>
    isLimit(refused)
      ? 'its limit'
      : `the budget "${refused.budget}"${refused.value === '' ? '' : ` of "${refused.value}"`}`,
  left: (usd, until) => `has ${usd} left${until === null ? '' : ` until ${until}`}`,
  overrun: 'is overrun',
  join: ', and ',
}

const german: Texts = {
  refused: (most, budgets) => `Das kann bis zu ${most} kosten, aber ${budgets}; nichts wurde ausgeführt.`,
  whose: (refused) =>
    isLimit(refused)
      ? 'das eigene Limit'
      : `das Budget „${refused.budget}“${refused.value === '' ? '' : ` von „${refused.value}“`}`,
  left: (usd, until) => `hat noch ${usd}${until === null ? '' : ` bis ${until}`}`,
  overrun: 'ist überzogen',
  join: ', und ',
}

/** Why nothing was run, in a sentence: what was needed, which budgets, what each has left and until when. */
export function wordOverBudget({ neededNanoUsd, budgets }: OverBudget, language: string): string {
  const texts = language === 'de' ? german : english
  const usd = (nanoUsd: string) => `$${formatUsd(BigInt(nanoUsd))}`
  const words = budgets.map((refused) => {
    const { leftNanoUsd, resetsAt, overrun } = refused
    const until = resetsAt === null ? null : `${resetsAt.slice(0, 16).replace('T', ' ')} UTC`
    return `${texts.whose(refused)} ${overrun ? texts.overrun : texts.left(usd(leftNanoUsd), until)}`
  })
  return texts.refused(usd(neededNanoUsd), words.join(texts.join))
}
