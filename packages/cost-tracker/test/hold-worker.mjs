// One of four processes: 250 simultaneous holds of $0.01 on the $5.00 budget of a shared ledger; it settles each one
// that is admitted, at a little less than held. Prints one JSON line.
import { buildEntry, createBudgets } from '@assay/cost-tracker'
import { openLedger } from './open-ledger.mjs'

const [target, name, count] = process.argv.slice(2)
const { driver, store } = await openLedger(target)
const budgets = await createBudgets({ store, nowMs: Date.now })
const cent = 10_000_000n
const settleAt = process.env.ASSAY_SETTLE === 'held' ? cent : cent - 1n
const outcomes = await Promise.all(
  Array.from({ length: Number(count) }, async (_, index) => {
    const line = { bucket: 'estimate', quantity: 1, usd: null, per: 1, nanoUsd: cent }
    const draft = buildEntry({
      id: `${name}-${index}`,
      kind: 'call',
      atMs: Date.now(),
      nanoUsd: cent,
      lines: [line],
      certainty: 'estimated',
      outcome: 'expired',
    })
    let hold
    try {
      hold = (await budgets.hold({ draft })).hold
    } catch (error) {
      if (error.code !== 'BUDGET_REFUSED') throw error
      return 'refused'
    }
    await budgets.settle(hold, {
      ...draft,
      nanoUsd: settleAt,
      lines: [],
      certainty: 'exact',
      outcome: 'answered',
    })
    return 'accepted'
  }),
)
await driver.close()
const accepted = outcomes.filter((outcome) => outcome === 'accepted').length
console.log(JSON.stringify({ accepted, refused: outcomes.length - accepted }))
