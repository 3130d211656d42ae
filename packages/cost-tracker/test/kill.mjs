// `kill -9` 100 times between hold, call and settle: never under-recorded, no hold past its deadline.
//   npm run test:kill -w @assay/cost-tracker [-- rounds]
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createBudgets } from '@assay/cost-tracker'
import { openLedger } from './open-ledger.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-kill-'))
const target = join(folder, 'ledger.db')
const rounds = Number(process.argv[2] ?? 100)
const charged = new Map()

function killOne(round) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(here, 'kill-worker.mjs'), target, `r${round}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let rest = ''
    let armed = false
    child.stdout.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()
      for (const line of lines) {
        const [id, amount] = line.split(' ')
        charged.set(id, BigInt(amount))
      }
      if (armed) return
      armed = true
      // From the first call on, at a random moment of the next ones.
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 25)
    })
    child.on('close', resolve)
  })
}

function fail(message) {
  console.error(`FAILED: ${message}`)
  process.exitCode = 1
}

try {
  const first = await openLedger(target)
  const day = { id: 'day', scope: 'total', per: 'day', maxUsd: '1000' }
  await createBudgets({ store: first.store, nowMs: Date.now, budgets: [day] })
  await first.driver.close()
  for (let round = 0; round < rounds; round += 1) await killOne(round)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  const { driver, store } = await openLedger(target)
  const budgets = await createBudgets({ store, nowMs: Date.now, holdMs: 1_000 })
  const open = await store.readDueHolds(Number.MAX_SAFE_INTEGER, 100_000)
  if (open.length > 0) fail(`${open.length} holds are past their deadline`)
  const recorded = new Map()
  let hit = 0
  for await (const page of store.readEntries({})) {
    for (const entry of page) {
      recorded.set(entry.holdId, (recorded.get(entry.holdId) ?? 0n) + entry.nanoUsd)
      if (entry.outcome === 'expired') hit += 1
    }
  }
  let under = 0
  let spentByProvider = 0n
  for (const [id, amount] of charged) {
    spentByProvider += amount
    if ((recorded.get(id) ?? -1n) < amount) under += 1
  }
  if (under > 0) fail(`${under} calls are recorded below what the provider charged`)
  const held = (await budgets.status()).reduce((sum, window) => sum + window.heldNanoUsd, 0n)
  if (held !== 0n) fail(`${held} is still held`)
  const problems = await store.findImbalances()
  if (problems.length > 0) fail(problems[0])
  const total = [...recorded.values()].reduce((sum, amount) => sum + amount, 0n)
  console.log(
    `${rounds} kills: ${charged.size} calls charged ${spentByProvider}, ${recorded.size} recorded as ${total}; ${hit} holds that a kill left open were charged as held, ${open.length} are open; ${under} under-recorded`,
  )
  if (hit === 0 && rounds >= 50) fail('no kill hit a call: the test proves nothing')
  await driver.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
