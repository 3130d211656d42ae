import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { dimensions, formatFocusCsv, formatReport } from '@assay/cost-tracker'
import type { Assay, CostReport, CostsFilter, Dimension } from '@assay/sdk'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { commandErrors } from '../errors.js'
import { formatPlural } from '../render/numbers.js'
import { withAssay } from '../session/run.js'
import type { Session } from '../session/session.js'
import { addCommonOptions, type CommonOptions } from './command-options.js'

const formats = ['table', 'json', 'csv', 'html', 'focus'] as const

interface CostsCommandOptions extends CommonOptions {
  readonly by?: readonly Dimension[]
  readonly since?: string
  readonly until?: string
  readonly zone?: string
  readonly tenant?: string
  readonly user?: string
  readonly format?: (typeof formats)[number]
  readonly out?: string
}

export function addCosts(program: Command, session: Session): void {
  const command = program
    .command('costs')
    .description('report what was asked, by whom, and what it cost')
    .option(
      '--by <what>',
      `groups, repeatable or with commas (default: day): ${dimensions.join(', ')}`,
      parseDimensions,
    )
    .option('--since <time>', '24h, 7d, 4w, today, 2026-06, 2026-06-15 or an ISO time (default: 30d)')
    .option('--until <time>', 'a day or month, that one included, or an ISO time (default: now)')
    .option('--zone <zone>', 'time zone of days and months (default: UTC)')
    .option('--tenant <name>', 'only this tenant')
    .option('--user <name>', 'only this user')
    .addOption(new Option('--format <format>', 'how it is written (default: table)').choices(formats))
    .option('--out <file>', 'write to a file instead of standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  assay costs --by user,model --since 7d\n  assay costs --by question --since today\n  assay costs --format html --out costs.html\n  assay costs --format focus --since 2026-06 --until 2026-06 > focus.csv',
    )
  addCommonOptions(command).action((options: CostsCommandOptions) => runCosts(options, session))
}

/** Dimensions of one option, behind those of the options before it. */
function parseDimensions(text: string, before: readonly Dimension[] = []): readonly Dimension[] {
  const found = text.split(',').map((word) => {
    const dimension = dimensions.find((name) => name === word.trim())
    if (dimension === undefined) throw new InvalidArgumentError(`It is one of ${dimensions.join(', ')}.`)
    return dimension
  })
  return [...new Set([...before, ...found])]
}

async function runCosts(options: CostsCommandOptions, session: Session): Promise<void> {
  const problem = findProblem(options)
  if (problem !== undefined) throw commandErrors.create('USAGE_INVALID', problem, { problem })
  await withAssay(options, session, async ({ assay }) => {
    const text = await writeCosts(assay, options, session)
    if (options.out === undefined) await session.out.write(text)
    else saveText(resolve(session.directory, options.out), text)
  })
}

function findProblem({ by = [], format, json, out }: CostsCommandOptions): string | undefined {
  if (json && format !== undefined && format !== 'json') return `Choose one of --json and --format ${format}.`
  if (json && out !== undefined) return '--json is standard output; for a file use --format json.'
  if (format === 'focus' && by.length > 0) return '--format focus has groups of its own: leave --by out.'
  return (format === 'csv' || format === 'html') && by.length > 1
    ? `--format ${format} takes one --by.`
    : undefined
}

async function writeCosts(assay: Assay, options: CostsCommandOptions, session: Session): Promise<string> {
  const { since, until, zone: timeZone, tenant, user: actor } = options
  const filter: CostsFilter = { since, until, timeZone, tenant, actor }
  const format = options.json ? 'json' : (options.format ?? 'table')
  if (format === 'focus') {
    const { rows, unpricedCalls } = await assay.focus(filter)
    if (unpricedCalls > 0)
      await session.err.write(
        `  ${session.err.style.caution('warning')} ${formatPlural(unpricedCalls, 'call')} without a price left out\n`,
      )
    return formatFocusCsv(rows)
  }
  const reports: CostReport[] = []
  for (const by of options.by ?? ['day' as const]) reports.push(await assay.costs({ ...filter, by }))
  if (format === 'json' && reports.length > 1) return `${JSON.stringify({ reports }, undefined, 2)}\n`
  // What is the same in every grouping is said once.
  return reports
    .map((report, index) => (index === 0 ? report : { ...report, dearest: [], recommendations: [] }))
    .map((report) => formatReport(report, format))
    .join('\n')
}

function saveText(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw commandErrors.create('OUTPUT_FAILED', `${path} cannot be written: ${cause}.`, { cause })
  }
}
