import { resourceUnits } from '@assay/cost-tracker'
import type { ResourceRate } from '@assay/sdk'
import type { Command } from 'commander'
import { commandErrors } from '../errors.js'
import { writeJson } from '../render/json.js'
import { renderRates } from '../render/rates.js'
import { withAssay } from '../session/run.js'
import type { Session } from '../session/session.js'
import { addCommonOptions, type CommonOptions } from './command-options.js'

interface SetOptions extends CommonOptions {
  readonly usd: string
  readonly per: string
  readonly since?: string
}

interface RemoveOptions extends CommonOptions {
  readonly since?: string
}

type Resource = keyof typeof resourceUnits
type Unit = (typeof resourceUnits)[Resource]

const resources = Object.keys(resourceUnits) as readonly Resource[]

/** Sizes of the units that people price by; a whole number of the plain unit does too. A month has 30 days. */
const sizes: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  rows: { row: 1, thousand: 1_000, million: 1_000_000 },
  ms: { ms: 1, second: 1_000, minute: 60_000, hour: 3_600_000 },
  bytes: { byte: 1, mb: 1e6, gb: 1e9, tb: 1e12 },
  'byte-minutes': { 'gb-hour': 60e9, 'gb-day': 1_440e9, 'gb-month': 43_200e9 },
}

export function addRates(program: Command, session: Session): void {
  const list = program
    .command('rates')
    .description('show what the machine costs; set or remove the price of a resource')
    .action((_options: CommonOptions, command: Command) => runList(command.optsWithGlobals(), session))
  addCommonOptions(list)
  const set = list
    .command('set')
    .description('price a resource from a date on; bills, budgets and reports of every process use it')
    .argument('<resource>', resources.join(', '))
    .requiredOption('--usd <usd>', 'the price in dollars, such as 0.05')
    .requiredOption(
      '--per <unit>',
      'for how much: hour, gb, gb-month, million, or a number of the plain unit',
    )
    .option('--since <date>', 'the day (UTC) from which it holds (default: today)')
    .addHelpText(
      'after',
      '\nExamples:\n  assay rates set cpu --usd 0.05 --per hour\n  assay rates set storage --usd 0.02 --per gb-month\n  assay rates set rows-scanned --usd 0.10 --per million --since 2026-01-01',
    )
    .action((resource: string, _options: SetOptions, command: Command) =>
      runSet(resource, command.optsWithGlobals(), session),
    )
  addCommonOptions(set)
  const remove = list
    .command('remove')
    .description('remove the price of a resource; what was charged stays in the ledger')
    .argument('<resource>', 'as "assay rates" shows it')
    .option('--since <date>', 'only the price of this date (default: all of them)')
    .action((resource: string, _options: RemoveOptions, command: Command) =>
      runRemove(resource, command.optsWithGlobals(), session),
    )
  addCommonOptions(remove)
}

async function runList(options: CommonOptions, session: Session): Promise<void> {
  await withAssay(options, session, async ({ assay, store }) => {
    const rates = await assay.rates()
    if (options.json) await writeJson(session.out, { store, rates })
    else await session.out.write(renderRates(rates, store, session.out.style, session.out.columns))
  })
}

async function runSet(resource: string, options: SetOptions, session: Session): Promise<void> {
  const input = toRate(resource, options)
  await withAssay(options, session, async ({ assay, store }) => {
    const rate = await assay.setRate(input)
    if (options.json) await writeJson(session.out, rate)
    else await session.out.write(renderRates([rate], store, session.out.style, session.out.columns))
  })
}

async function runRemove(resource: string, options: RemoveOptions, session: Session): Promise<void> {
  await withAssay(options, session, async ({ assay }) => {
    const rates = await assay.rates()
    const { since } = options
    const meant = rates.filter((rate) => rate.name === resource && (since ?? rate.since) === rate.since)
    if (meant.length === 0) throw rateUnknown(resource, since, rates)
    for (const rate of meant) await assay.removeRate({ name: rate.name, since: rate.since })
    const removed = meant.map(({ name, since }) => ({ name, since }))
    if (options.json) await writeJson(session.out, { removed })
    else
      await session.out.write(removed.map(({ name, since }) => `  Removed ${name} of ${since}.\n`).join(''))
  })
}

function toRate(argument: string, { usd, per, since }: SetOptions): ResourceRate {
  const name = resources.find((known) => known === argument)
  if (name === undefined) throw usageProblem(`"${argument}" is none of ${resources.join(', ')}`)
  const unit = resourceUnits[name]
  const known = sizes[unit]
  const size = Object.hasOwn(known, per.toLowerCase()) ? known[per.toLowerCase()] : toCount(per)
  if (size === undefined)
    throw usageProblem(`"${per}" is none of ${Object.keys(known).join(', ')}, and no whole number`)
  return { name, unit, usd, per: size, since: since ?? new Date().toISOString().slice(0, 10) }
}

function toCount(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
}

function usageProblem(problem: string) {
  return commandErrors.create('USAGE_INVALID', `The rate is not understood: ${problem}.`, { problem })
}

function rateUnknown(resource: string, since: string | undefined, rates: readonly ResourceRate[]) {
  const known = rates.map((rate) => `${rate.name} of ${rate.since}`)
  const which = since === undefined ? '' : ` of ${since}`
  return commandErrors.create(
    'RATE_UNKNOWN',
    `There is no rate for "${resource}"${which}.`,
    { resource, rates: known },
    { hint: known.length === 0 ? 'There are none.' : `There is ${known.join(', ')}.` },
  )
}
