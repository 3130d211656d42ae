import { type Budgets, createBudgets } from '../budgets/budgets.js'
import { type BudgetInput, parseBudget } from '../budgets/definition.js'
import type { CostStore } from '../ledger/cost-store.js'
import { buildEntry, chargeOf, type LedgerEntry } from '../ledger/entry.js'
import { createOracle, type Oracle } from './oracle.js'
import { createRandom, type Random } from './random.js'
import { createScheduler, type Scheduler } from './scheduler.js'

export interface SimulationOptions {
  /** An empty store. */
  readonly store: CostStore
  readonly seed: number
  /** The implementation under test; a test of the simulation itself passes a broken one. */
  readonly create?: typeof createBudgets | undefined
  /** Providers that charge more than the most that was held. Default 0: their share of the calls. */
  readonly overruns?: number | undefined
}

export interface SimulationReport {
  /** Broken rules, in words; empty when all held. */
  readonly problems: readonly string[]
  readonly admitted: number
  readonly refused: number
  readonly crashes: number
}

interface World {
  readonly random: Random
  readonly scheduler: Scheduler
  readonly oracle: Oracle
  readonly store: CostStore
  readonly create: typeof createBudgets
  readonly overruns: number
  readonly problems: string[]
  /** What each attempt must have cost in the end: exactly, or at least and at most. */
  readonly claims: Map<string, { least: bigint; most: bigint }>
  nowMs: number
  admitted: number
  refused: number
  crashes: number
}

const processes = [0, 1, 2] as const
const holdMs = 60_000

/**
 * One random history of several processes on one store: holds, settlements, voids, aborted calls with late usage,
 * retries of the same attempt, double settlements, expiries, crashes before and after a commit, clock jumps both
 * ways over the ends of hours, days and months, and changed caps; every step is checked against an oracle.
 */
export async function simulateBudgets(options: SimulationOptions): Promise<SimulationReport> {
  const { store, seed, create = createBudgets, overruns = 0 } = options
  const random = createRandom(seed)
  const problems: string[] = []
  const world: World = {
    random,
    scheduler: createScheduler(random, (error) => problems.push(`a task failed: ${String(error)}`)),
    oracle: createOracle(),
    store,
    create,
    overruns,
    problems,
    claims: new Map(),
    nowMs: Date.UTC(2026, 1, 0, 23, 59, 59, 900),
    admitted: 0,
    refused: 0,
    crashes: 0,
  }
  for (const input of inputs(random)) {
    world.oracle.defined(parseBudget(input))
    await store.defineBudget(parseBudget(input))
  }
  let attempts = 0
  for (const group of processes) {
    const calls = 1 + random.below(3)
    world.scheduler.start(group, () =>
      runProcess(
        world,
        group,
        Array.from({ length: calls }, () => `a${attempts++}`),
      ),
    )
  }
  if (random.chance(0.5)) world.scheduler.start(9, () => disturb(world))
  await world.scheduler.run()
  await quiesce(world)
  return {
    problems: [...world.oracle.problems, ...problems],
    admitted: world.admitted,
    refused: world.refused,
    crashes: world.crashes,
  }
}

function inputs(random: Random): BudgetInput[] {
  const cap = () => `0.0000000${10 + random.below(90)}`
  const all: BudgetInput[] = [
    { id: 'all', scope: 'total', per: 'total', maxUsd: '0.000000150' },
    { id: 'month', scope: 'tenant', per: 'month', maxUsd: cap() },
    { id: 'day', scope: 'total', per: 'day', maxUsd: cap() },
    { id: 'ann', scope: 'user', value: 'ann', per: 'hour', maxUsd: cap() },
    { id: 'each', scope: 'user', per: 'day', maxUsd: cap() },
    { id: 'soft', scope: 'tag', per: 'hour', maxUsd: '0.000000001', hard: false },
  ]
  return all.filter((budget) => budget.id === 'all' || random.chance(0.6))
}

/** The store as one process sees it: each call waits for its turn, and the oracle hears what came of it. */
function gated(world: World, group: number): CostStore {
  const { scheduler, store, oracle } = world
  const told = async <Result>(work: () => Promise<Result>, tell: (result: Result) => void): Promise<Result> =>
    scheduler.step(group, async () => {
      const result = await work()
      tell(result)
      await oracle.compare(store, `after a step of process ${group}`)
      return result
    })
  const silent = <Result>(work: () => Promise<Result>) => scheduler.step(group, work)
  return {
    ...store,
    append: (entries) =>
      told(
        () => store.append(entries),
        () => oracle.appended(entries),
      ),
    hold: (request) =>
      told(
        () => store.hold(request),
        (outcome) => oracle.held(request, outcome),
      ),
    resolve: (resolution) =>
      told(
        () => store.resolve(resolution),
        (done) => oracle.resolved(resolution, done),
      ),
    readEntry: (id) => silent(() => store.readEntry(id)),
    readBudgets: () => silent(() => store.readBudgets()),
    readDueHolds: (before, limit) => silent(() => store.readDueHolds(before, limit)),
  }
}

async function runProcess(world: World, group: number, ids: readonly string[]): Promise<void> {
  const { random, scheduler } = world
  const budgets = await world.create({ store: gated(world, group), nowMs: () => world.nowMs, holdMs })
  ids.forEach((id) => {
    scheduler.start(group, () => runCall(world, budgets, group, id))
  })
  if (!random.chance(0.25)) return
  const pause = 1 + random.below(6)
  scheduler.start(9, async () => {
    for (let step = 0; step < pause; step += 1) await scheduler.step(9, async () => undefined)
    world.crashes += 1
    scheduler.crash(group)
    // The process comes back, checks its books and sweeps.
    if (random.chance(0.5)) scheduler.start(group, () => runProcess(world, group + 10, []))
  })
}

async function runCall(world: World, budgets: Budgets, group: number, id: string): Promise<void> {
  const { random, scheduler, claims } = world
  const amount = BigInt(1 + random.below(40))
  const draft = estimate(world, id, amount)
  claims.set(id, { least: 0n, most: amount })
  let held: Awaited<ReturnType<Budgets['hold']>>
  try {
    held = await budgets.hold({ draft })
  } catch {
    world.refused += 1
    claims.set(id, { least: 0n, most: 0n })
    return
  }
  world.admitted += 1
  const overrun = random.chance(world.overruns)
  const actual = overrun ? amount * 20n : BigInt(random.below(Number(amount) + 1))
  const exact: LedgerEntry = { ...draft, ...exactly(actual), outcome: 'answered' }
  const end = random.below(10)
  // After a crash nobody knows more than what was held, even if the provider broke its own maximum.
  const open = { least: actual < amount ? actual : amount, most: actual > amount ? actual : amount }
  if (end !== 0) claims.set(id, open)
  await scheduler.step(group, async () => undefined)
  if (random.chance(0.2)) {
    const again = await budgets.hold({ draft })
    if (again.outcome !== 'replayed') world.problems.push(`the retry of ${id} was held again`)
  }
  if (end === 0) {
    await budgets.settle(held.hold, { ...draft, ...exactly(0n), outcome: 'failed' }, 'voided')
    claims.set(id, { least: 0n, most: 0n })
    return
  }
  if (end <= 2) {
    await budgets.settle(held.hold, { ...draft, outcome: 'aborted' })
    claims.set(id, { least: amount, most: amount })
    if (end === 1) return
    // The usage of an aborted call arrives after all.
    claims.set(id, open)
  }
  await budgets.settle(held.hold, exact)
  claims.set(id, { least: actual, most: actual })
  if (end === 9) await budgets.settle(held.hold, exact)
}

/** A third of each amount is for resources, so that budgets are charged with both. */
function split(
  amount: bigint,
): Pick<LedgerEntry, 'resourceNanoUsd' | 'heldResourceNanoUsd'> & { nanoUsd: bigint } {
  const third = amount / 3n
  return { nanoUsd: amount - third, resourceNanoUsd: third, heldResourceNanoUsd: third }
}

function exactly(amount: bigint): Partial<LedgerEntry> {
  const parts = split(amount)
  const line = { bucket: 'input', quantity: 1, usd: '1', per: 1, nanoUsd: parts.nanoUsd } as const
  return { ...parts, certainty: 'exact', lines: [line] }
}

function estimate(world: World, id: string, amount: bigint): LedgerEntry {
  const { random, nowMs } = world
  const parts = split(amount)
  return buildEntry({
    id,
    kind: 'call',
    atMs: nowMs,
    actor: random.pick(['ann', 'bob']),
    tenant: 'acme',
    tags: random.chance(0.5) ? ['x'] : [],
    ...parts,
    lines: [{ bucket: 'estimate', quantity: 0, usd: null, per: 1, nanoUsd: parts.nanoUsd }],
    certainty: 'estimated',
    outcome: 'expired',
  })
}

/** What happens around the processes: the clock jumps, caps change. */
async function disturb(world: World): Promise<void> {
  const { random, scheduler, store, oracle } = world
  const jumps = [150, 30_000, 61_000, 3_600_000, 86_400_000, -200, -7_200_000] as const
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    await scheduler.step(9, async () => {
      if (random.chance(0.7)) world.nowMs += random.pick(jumps)
      else {
        const maxUsd = `0.0000000${10 + random.below(90)}`
        const definition = parseBudget({ id: 'day', scope: 'total', per: 'day', maxUsd })
        await store.defineBudget(definition)
        oracle.defined(definition)
      }
    })
  }
}

/** After every deadline: what is open is charged, nothing is held, and every attempt cost what it must. */
async function quiesce(world: World): Promise<void> {
  const { store, oracle, problems, claims, scheduler } = world
  world.nowMs = Math.max(world.nowMs, Date.UTC(2026, 3, 1)) + 10 * holdMs
  scheduler.start(20, async () => {
    await world.create({ store: gated(world, 20), nowMs: () => world.nowMs, holdMs })
  })
  await scheduler.run()
  await oracle.compare(store, 'at rest')
  const due = await store.readDueHolds(Number.MAX_SAFE_INTEGER, 1)
  if (due.length > 0) problems.push(`hold ${due[0]?.id} is still open at rest`)
  problems.push(...(await store.findImbalances()))
  for (const [attempt, { least, most }] of claims) {
    const charged = oracle.charged(attempt) ?? 0n
    if (charged < least || charged > most) {
      problems.push(
        `attempt ${attempt} cost ${charged}, not ${least === most ? least : `${least} to ${most}`}`,
      )
    }
  }
  let total = 0n
  for await (const page of store.readEntries({})) for (const entry of page) total += chargeOf(entry) ?? 0n
  if (total !== oracle.total()) problems.push(`the rows add up to ${total}, not to ${oracle.total()}`)
}
