// Makes calls until it is killed: hold, "call" (tells its parent what the provider charges), settle.
import { buildEntry, createBudgets } from '@assay/cost-tracker'
import { openLedger } from './open-ledger.mjs'

const [target, name] = process.argv.slice(2)
const { store } = await openLedger(target)
const budgets = await createBudgets({ store, nowMs: Date.now, holdMs: 1_000 })
for (let index = 0; ; index += 1) {
  const nanoUsd = 10_000n
  const draft = buildEntry({
    id: `${name}-${index}`,
    kind: 'call',
    atMs: Date.now(),
    nanoUsd,
    lines: [{ bucket: 'estimate', quantity: 1, usd: null, per: 1, nanoUsd }],
    certainty: 'estimated',
    outcome: 'expired',
  })
  const { hold } = await budgets.hold({ draft })
  const actual = BigInt((index * 7919) % 10_001)
  // The provider charges from here on; the line reaches the parent even if this process dies.
  process.stdout.write(`${draft.id} ${actual}\n`)
  await budgets.settle(hold, {
    ...draft,
    nanoUsd: actual,
    lines: [],
    certainty: 'exact',
    outcome: 'answered',
  })
}
