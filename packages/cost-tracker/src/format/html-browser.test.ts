import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildEntry } from '../ledger/entry.js'
import { createReportBuilder } from '../report/cost-report.js'
import { createRandomLedger } from '../testing/random-ledger.js'
import { formatReport } from './format-report.js'

const june = { sinceMs: Date.UTC(2026, 5, 1), untilMs: Date.UTC(2026, 6, 1) }
const folder = mkdtempSync(join(tmpdir(), 'assay-report-'))

async function launch(): Promise<Browser | undefined> {
  try {
    const options = { executablePath: await chromium.executablePath(), args: chromium.args }
    return await playwright.launch({ ...options, headless: true })
  } catch (error) {
    console.warn(`SKIPPED: no browser starts here: ${String(error).slice(0, 300)}`)
    return undefined
  }
}

let browser: Browser | undefined
beforeAll(async () => {
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

it('looks right in a real browser: the totals of the JSON, charts, no request, no script', async ({
  skip,
}) => {
  if (browser === undefined) return skip('no browser')
  const builder = createReportBuilder({ by: 'model', ...june })
  createRandomLedger({ seed: 11, rows: 5_000, ...june }).forEach(builder.add)
  const report = builder.finish()
  const file = join(folder, 'report.html')
  writeFileSync(file, formatReport(report, 'html'))
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } })
  const requests: string[] = []
  const errors: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => errors.push(message.text()))
  await page.goto(pathToFileURL(file).href)
  const amountOf = (selector: string) =>
    page.locator(`${selector} [data-nano-usd]`).first().getAttribute('data-nano-usd')
  expect(await amountOf('#total')).toBe(report.totals.nanoUsd)
  expect(await amountOf('#avoided')).toBe(report.totals.avoidedNanoUsd)
  const cells = page.locator('#groups tbody td:nth-child(2) [data-nano-usd]')
  const amounts = await cells.evaluateAll((found) =>
    found.map((cell) => cell.getAttribute('data-nano-usd') ?? ''),
  )
  expect(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n).toString()).toBe(report.totals.nanoUsd)
  // A bar for each day, the highest of them as high as the plot, and nothing wider than the page.
  const bars = page.locator('svg[aria-label="Cost over time"] rect')
  expect(await bars.count()).toBe(report.series.length)
  const heights = await bars.evaluateAll((found) => found.map((bar) => bar.getBoundingClientRect().height))
  expect(Math.max(...heights)).toBeGreaterThan(100)
  for (const width of [1000, 390]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  }
  await page.setViewportSize({ width: 1000, height: 800 })
  const path = process.env['ASSAY_SCREENSHOT']
  const shot = await page.screenshot({ fullPage: true, ...(path === undefined ? {} : { path }) })
  // A page that shows nothing compresses to almost nothing.
  expect(shot.byteLength).toBeGreaterThan(20_000)
  expect(requests).toEqual([pathToFileURL(file).href])
  expect(errors).toEqual([])
})

it('shows how many questions there were where nothing was spent', async ({ skip }) => {
  if (browser === undefined) return skip('no browser')
  const builder = createReportBuilder({ by: 'user', ...june })
  for (let index = 0; index < 60; index += 1) {
    const atMs = june.sinceMs + ((index * 7) % 29) * 86_400_000
    const actor = ['ann', 'bob', 'zoe'][(index * index) % 3] ?? ''
    const id = `q${index}`
    builder.add(
      buildEntry({
        id,
        kind: 'question',
        atMs,
        actor,
        questionId: id,
        text: 'How many?',
        elapsedMs: index + 0.5,
      }),
    )
  }
  const report = builder.finish()
  const file = join(folder, 'free.html')
  writeFileSync(file, formatReport(report, 'html'))
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } })
  await page.goto(pathToFileURL(file).href)
  const bars = page.locator('svg[aria-label="Questions over time"] rect')
  const titles = await bars.locator('title').allTextContents()
  expect(titles).toEqual(report.series.map(({ name, questions }) => `${name}: ${questions}`))
  const heights = await bars.evaluateAll((found) => found.map((bar) => bar.getBoundingClientRect().height))
  expect(Math.min(...heights)).toBeGreaterThan(10)
  expect(await page.locator('svg[aria-label="Questions by group"] rect').count()).toBe(report.groups.length)
  expect(await page.locator('#percentiles tbody tr').nth(1).textContent()).toBe('takes30 ms54 ms60 ms60 ms')
  const path = process.env['ASSAY_SCREENSHOT_FREE']
  await page.screenshot({ fullPage: true, ...(path === undefined ? {} : { path }) })
})
