import { describe, expect, it } from 'vitest'
import { buildEntry } from '../ledger/entry.js'
import { createReportBuilder } from '../report/cost-report.js'
import { createRandomLedger } from '../testing/random-ledger.js'
import { csvCell } from './csv.js'
import { focusColumns, focusRows, formatFocusCsv } from './focus.js'
import { formatReport } from './format-report.js'

const june = { sinceMs: Date.UTC(2026, 5, 1), untilMs: Date.UTC(2026, 6, 1) }
const entries = createRandomLedger({ seed: 3, rows: 2_000, ...june })
const total = entries.reduce((sum, row) => sum + (row.nanoUsd ?? 0n), 0n)

function build(by: 'model' | 'user' | 'tag' = 'model') {
  const builder = createReportBuilder({ by, ...june })
  entries.forEach(builder.add)
  return builder.finish()
}

/** RFC 4180, to read back what was written. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  return rows.filter((row) => row.length > 1)
}

const nano = (usd: string) => {
  const [whole = '0', fraction = ''] = usd.replace('-', '').split('.')
  return (usd.startsWith('-') ? -1n : 1n) * BigInt(whole + fraction.padEnd(9, '0'))
}

describe('CSV', () => {
  it.each([
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+1+2', "'+1+2"],
    ['-1-2', "'-1-2"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['-5', '-5'],
    ['-5.25', '-5.25'],
    ['a,b', '"a,b"'],
    ['plain', 'plain'],
  ])('%j becomes %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })

  it('adds up to the total of the report', () => {
    const [header, ...rows] = parseCsv(formatReport(build('tag'), 'csv'))
    expect(header?.slice(0, 2)).toEqual(['tag', 'usd'])
    expect(rows.reduce((sum, row) => sum + nano(row[1] ?? ''), 0n)).toBe(total)
    expect(rows.every((row) => row.length === header?.length && !/^[=+@-]/.test(row[0] ?? ''))).toBe(true)
  })
})

describe('the other formats', () => {
  it('show the same total', () => {
    const json = JSON.parse(formatReport(build(), 'json')) as { totals: { nanoUsd: string } }
    expect(BigInt(json.totals.nanoUsd)).toBe(total)
    const html = formatReport(build(), 'html')
    const cell = /<dd id="total"><span data-nano-usd="(\d+)">/.exec(html)
    expect(cell?.[1]).toBe(total.toString())
    expect(formatReport(build(), 'table')).toContain('avoided by caches')
  })

  it('let no name of the data become markup or a terminal command', () => {
    const html = formatReport(build('user'), 'html') + formatReport(build(), 'html')
    expect(html).not.toMatch(/<script|<b>|<z@/)
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toMatch(/(?:src|href)=|https?:|@import|url\(/)
    const builder = createReportBuilder({ by: 'user', ...june })
    builder.add(buildEntry({ id: 'a', kind: 'call', atMs: june.sinceMs, actor: '\u001b[2Jx' }))
    expect(formatReport(builder.finish(), 'table')).toContain('·[2Jx')
  })

  it('say something of an empty period too', () => {
    const empty = createReportBuilder({ by: 'model', ...june }).finish()
    for (const format of ['table', 'json', 'csv', 'html'] as const) {
      expect(formatReport(empty, format).length).toBeGreaterThan(10)
    }
    expect(formatReport(empty, 'html')).toContain('Nothing was recorded.')
  })
})

describe('FOCUS 1.2', () => {
  const { rows, unpricedCalls } = focusRows(entries, { billingAccountId: 'acme' })

  it('has one row for each day, model and bucket, and its costs add up', () => {
    const ids = rows.map((row) => [row.ChargePeriodStart, row.x_Model, row.x_Bucket].join())
    expect(new Set(ids).size).toBe(rows.length)
    expect(rows.reduce((sum, row) => sum + nano(row.BilledCost ?? ''), 0n)).toBe(total)
    expect(unpricedCalls).toBe(build().totals.unpricedCalls)
  })

  it('counts what was used, in the units it names', () => {
    const quantityOf = (bucket: string) =>
      rows
        .filter((row) => row.x_Bucket === bucket)
        .reduce((sum, row) => sum + Number(row.ConsumedQuantity), 0)
    const priced = entries.filter((entry) => entry.nanoUsd !== null && entry.kind === 'call')
    const tokens = priced.reduce((sum, entry) => sum + (entry.usage.output ?? 0), 0)
    expect(tokens).toBeGreaterThan(100_000)
    expect(quantityOf('output')).toBe(tokens)
    const millions = rows.filter((row) => row.x_Bucket === 'output')
    expect(
      millions.every((row) => row.PricingUnit === '1000000 Tokens' && row.ConsumedUnit === 'Tokens'),
    ).toBe(true)
    const blocks = millions.reduce((sum, row) => sum + Number(row.PricingQuantity), 0)
    expect(blocks).toBeCloseTo(tokens / 1e6, 9)
    expect(quantityOf('cached')).toBe(build().totals.cachedCalls)
  })

  it('keeps avoided cost in a column of its own, never as a credit', () => {
    expect(rows.every((row) => row.ChargeCategory === 'Usage' && row.ChargeClass === null)).toBe(true)
    const avoided = rows.reduce((sum, row) => sum + nano(row.x_AvoidedCost ?? ''), 0n)
    expect(avoided.toString()).toBe(build().totals.avoidedNanoUsd)
    const cached = rows.filter((row) => row.x_Bucket === 'cached')
    expect(cached.length).toBeGreaterThan(0)
    expect(cached.every((row) => row.BilledCost === '0.00')).toBe(true)
  })

  const text = { minLength: 1, pattern: /\S/ }
  const decimal = /^-?\d+(?:\.\d+)?$/
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
  const rules: Readonly<Record<string, (value: string | null) => boolean>> = {
    BilledCost: (value) => decimal.test(value ?? ''),
    BillingAccountId: (value) => text.pattern.test(value ?? ''),
    BillingAccountName: (value) => text.pattern.test(value ?? ''),
    BillingCurrency: (value) => value === 'USD',
    BillingPeriodEnd: (value) => value === '2026-07-01T00:00:00Z',
    BillingPeriodStart: (value) => value === '2026-06-01T00:00:00Z',
    ChargeCategory: (value) => ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'].includes(value ?? ''),
    ChargeClass: (value) => value === null || value === 'Correction',
    ChargeDescription: (value) => text.pattern.test(value ?? ''),
    ChargePeriodEnd: (value) => instant.test(value ?? ''),
    ChargePeriodStart: (value) => instant.test(value ?? ''),
    ContractedCost: (value) => decimal.test(value ?? ''),
    EffectiveCost: (value) => decimal.test(value ?? ''),
    InvoiceIssuerName: (value) => text.pattern.test(value ?? ''),
    ListCost: (value) => decimal.test(value ?? ''),
    PricingQuantity: (value) => decimal.test(value ?? ''),
    PricingUnit: (value) => /^(?:\d+ )?(?:Tokens|Requests|Searches)$/.test(value ?? ''),
    ProviderName: (value) => text.pattern.test(value ?? ''),
    PublisherName: (value) => text.pattern.test(value ?? ''),
    ServiceCategory: (value) => value === 'AI and Machine Learning',
    ServiceName: (value) => text.pattern.test(value ?? ''),
  }

  it('meets the rules of its 21 mandatory columns', () => {
    expect(Object.keys(rules)).toHaveLength(21)
    expect(focusColumns.slice(0, 21)).toEqual(Object.keys(rules).sort())
    for (const row of rows) {
      for (const [column, rule] of Object.entries(rules)) {
        const value = row[column as keyof typeof row]
        expect(rule(value), `${column}: ${value}`).toBe(true)
      }
      const [start, end] = [row.ChargePeriodStart ?? '', row.ChargePeriodEnd ?? '']
      expect(
        start < end && start >= (row.BillingPeriodStart ?? '') && end <= (row.BillingPeriodEnd ?? ''),
      ).toBe(true)
    }
  })

  it('writes CSV whose every row has every column, with custom ones marked', () => {
    const [header, ...lines] = parseCsv(formatFocusCsv(rows))
    expect(header).toEqual([...focusColumns])
    expect(lines).toHaveLength(rows.length)
    expect(lines.every((line) => line.length === focusColumns.length)).toBe(true)
    const known = /^(?:[A-Z][A-Za-z]+|x_[A-Za-z]+)$/
    expect(focusColumns.every((column) => known.test(column))).toBe(true)
  })
})

describe('questions in a report', () => {
  const ask = (id: string, text: string, nanoUsd: string | null) =>
    buildEntry({
      id: `question~${id}`,
      kind: 'question',
      atMs: Date.UTC(2026, 5, 3),
      questionId: id,
      planHash: 'p',
      text,
      resources: [
        { name: 'rows-scanned', quantity: 10, unit: 'rows', nanoUsd },
        { name: 'cpu', quantity: 1, unit: 'ms', nanoUsd: null },
      ],
      resourceNanoUsd: null,
    })
  const report = (by: 'question' | 'plan', nanoUsd: string | null) => {
    const builder = createReportBuilder({ by, sinceMs: Date.UTC(2026, 5, 1), untilMs: Date.UTC(2026, 6, 1) })
    builder.add(ask('a', '=How many doors?', nanoUsd))
    builder.add(ask('b', 'How many windows?', nanoUsd))
    return builder.finish()
  }

  it('stand with their words, beside their ids', () => {
    const byQuestion = report('question', null)
    expect(byQuestion.groups.map(({ name, label }) => [name, label])).toEqual([
      ['a', '=How many doors?'],
      ['b', 'How many windows?'],
    ])
    expect(report('plan', null).groups).toMatchObject([
      { name: 'p', label: '=How many doors?', questions: 2 },
    ])
    const unread = createReportBuilder({ by: 'plan', ...june })
    unread.add({ ...ask('c', 'What?', null), planHash: null })
    expect(unread.finish().groups).toMatchObject([{ name: '(none)', label: null }])
    expect(formatReport(byQuestion, 'table')).toContain('  How many windows?  $0.00')
    expect(parseCsv(formatReport(byQuestion, 'csv'))[1]?.slice(0, 2)).toEqual(['a', "'=How many doors?"])
    expect(formatReport(byQuestion, 'html')).toContain('<td>=How many doors?</td>')
  })

  it('show what of the machine has a price, and that not all has', () => {
    expect(report('plan', '5').totals).toMatchObject({ resourceNanoUsd: '10', unpricedResources: 2 })
    expect(formatReport(report('plan', '5'), 'table')).toMatch(/machine +\$0\.00000001 \+ unpriced/)
    expect(formatReport(report('plan', null), 'table')).toMatch(/machine +unpriced/)
  })
})
