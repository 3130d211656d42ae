// Checks a generated month of FOCUS rows with the official validator of the FinOps Foundation (Python):
//   npm run test:focus -w @assay/cost-tracker
// Its published version (1.0.0) knows the rules of FOCUS 1.0, which 1.2 keeps, under four names of old. Set PYTHON to an
// interpreter that has `focus-validator` and `multimethod<2`; without one it is skipped, loudly.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { focusRows, formatFocusCsv } from '@assay/cost-tracker'
import { createRandomLedger } from '@assay/cost-tracker/testing'

const python = process.env.PYTHON ?? 'python3'
const present = spawnSync(python, ['-c', 'import focus_validator.main'], { encoding: 'utf8' })
if (present.status !== 0) {
  console.warn(
    `SKIPPED: ${python} has no working focus-validator:\n${(present.stderr ?? '').split('\n').at(-2) ?? ''}`,
  )
  process.exit(0)
}
const oldNames = {
  InvoiceIssuerName: 'InvoiceIssuer',
  ProviderName: 'Provider',
  PublisherName: 'Publisher',
  ResourceId: 'ResourceID',
}
const folder = mkdtempSync(join(tmpdir(), 'assay-focus-'))
try {
  const june = { sinceMs: Date.UTC(2026, 5, 1), untilMs: Date.UTC(2026, 6, 1) }
  const { rows } = focusRows(createRandomLedger({ seed: 1, rows: 5_000, ...june }), {
    billingAccountId: 'acme',
  })
  const [header, ...lines] = formatFocusCsv(rows).split('\r\n')
  const columns = header.split(',').map((name) => oldNames[name] ?? name)
  const file = join(folder, 'focus.csv')
  writeFileSync(file, [columns.join(','), ...lines].join('\r\n'))
  const args = [
    '-c',
    'from focus_validator.main import main; main()',
    '--data-file',
    file,
    '--column-namespace',
    'x_',
  ]
  const { stdout, stderr } = spawnSync(python, [...args, '--validate-version', '1.0'], { encoding: 'utf8' })
  const failures = stdout.split('\n').filter((line) => /\|\s*(?:ChecklistObjectStatus\.)?FAILED/i.test(line))
  const passed = stdout.split('\n').filter((line) => /\|\s*(?:ChecklistObjectStatus\.)?PASSED/i.test(line))
  for (const line of failures) console.error(line)
  console.log(
    `FOCUS validator: ${passed.length} checks passed, ${failures.length} failed, over ${rows.length} rows`,
  )
  if (passed.length === 0) console.error(stdout.slice(-2000), stderr.slice(-2000))
  process.exitCode = failures.length === 0 && passed.length > 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
