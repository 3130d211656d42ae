// Checks a generated month of FOCUS rows with the official validator of the FinOps Foundation (Python):
//   npm run test:focus -w @assay/cost-tracker
// Its published version (1.0.0) knows the rules of FOCUS 1.0, which 1.2 keeps, under four names of old. Set PYTHON to an
// interpreter that has `focus-validator` and `multimethod<2`; without one it is skipped, loudly.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  // The validator looks for its list of currencies below the folder it runs in.
  const find = 'import focus_validator, os; print(os.path.dirname(os.path.dirname(focus_validator.__file__)))'
  const cwd = spawnSync(python, ['-c', find], { encoding: 'utf8' }).stdout.trim()
  const output = join(folder, 'result.xml')
  const run = ['-c', 'from focus_validator.main import main; main()', '--data-file', file]
  const how = ['--column-namespace', 'x_', '--validate-version', '1.0', '--output-type', 'unittest']
  const { stderr } = spawnSync(python, [...run, ...how, '--output-destination', output], {
    encoding: 'utf8',
    cwd,
  })
  const cases = readFileSync(output, 'utf8').split('<testcase').slice(1)
  const broken = cases.filter((text) => /<(?:failure|error)\b/.test(text))
  // One rule of the published version asks for a column that FOCUS 1.0 no longer has, and so fails for everybody.
  const own = broken.filter((text) => !text.includes('SkuPriceId_Nullable'))
  for (const text of own) console.error(text.slice(0, 400))
  console.log(
    `FOCUS validator: ${cases.length - broken.length} checks passed, ${own.length} failed, ${broken.length - own.length} cannot run, over ${rows.length} rows`,
  )
  if (cases.length === 0) console.error(stderr.slice(-2000))
  process.exitCode = own.length === 0 && cases.length > 30 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
