import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
