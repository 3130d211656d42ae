import type { BudgetInput } from '@assay/sdk'
import { type Command, Option } from 'commander'
import { commandErrors } from '../errors.js'
import { renderBudgets } from '../render/budgets.js'
import { writeJson } from '../render/json.js'
import { toPrintable } from '../render/printable.js'
import { withAssay } from '../session/run.js'
import type { Session } from '../session/session.js'
import { addCommonOptions, type CommonOptions } from './command-options.js'

interface SetOptions extends CommonOptions {
  readonly maxUsd: string
  readonly per: BudgetInput['per']
  readonly id?: string
  readonly zone?: string
  readonly soft?: boolean
}

const scopes = ['total', 'tenant', 'user', 'key', 'tag', 'question'] as const

export function addBudget(program: Command, session: Session): void {
  const list = program
    .command('budget')
    .description('show the budgets of the store with what is left; set or remove one')
    .action((_options: CommonOptions, command: Command) => runList(command.optsWithGlobals(), session))
  addCommonOptions(list)
  const set = list
    .command('set')
    .description('add a budget, or replace the one of that id; it holds for every process on the store')
    .argument('<scope>', `${scopes.join(', ')}; user=ann is that one only, user each by itself`)
    .requiredOption('--max-usd <usd>', 'the limit in dollars, such as 5 or 0.05')
    .addOption(
      new Option('--per <period>', 'how long it counts before it starts anew')
        .choices(['call', 'hour', 'day', 'month', 'total'])
        .default('month'),
    )
    .option('--id <id>', 'its name (default: made of scope and period)')
    .option('--zone <zone>', 'time zone of days and months (default: UTC)')
    .option('--soft', 'tell only, never refuse')
    .addHelpText(
      'after',
      '\nExamples:\n  assay budget set total --max-usd 100\n  assay budget set user --max-usd 0.50 --per day\n  assay budget set user=ann --max-usd 5 --per day --zone Europe/Berlin',
    )
    .action((scope: string, _options: SetOptions, command: Command) =>
      runSet(scope, command.optsWithGlobals(), session),
    )
  addCommonOptions(set)
  const remove = list
    .command('remove')
    .description('remove a budget; what was spent stays in the ledger')
    .argument('<id>', 'as "assay budget" shows it')
    .action((id: string, _options: CommonOptions, command: Command) =>
      runRemove(id, command.optsWithGlobals(), session),
    )
  addCommonOptions(remove)
}

async function runList(options: CommonOptions, session: Session): Promise<void> {
  await withAssay(options, session, async ({ assay, store }) => {
    const budgets = await assay.budgets()
    if (options.json) await writeJson(session.out, { store, budgets })
    else await session.out.write(renderBudgets(budgets, store, session.out.style, session.out.columns))
  })
}

async function runSet(argument: string, options: SetOptions, session: Session): Promise<void> {
  const input = toBudget(argument, options)
  await withAssay(options, session, async ({ assay, store }) => {
    const budget = await assay.setBudget(input)
    if (options.json) await writeJson(session.out, budget)
    else await session.out.write(renderBudgets([budget], store, session.out.style, session.out.columns))
  })
}

async function runRemove(id: string, options: CommonOptions, session: Session): Promise<void> {
  await withAssay(options, session, async ({ assay }) => {
    if (!(await assay.removeBudget(id))) {
      const budgets = (await assay.budgets()).map((budget) => budget.id)
      throw commandErrors.create(
        'BUDGET_UNKNOWN',
        `There is no budget called "${id}".`,
        { budget: id, budgets },
        { hint: budgets.length === 0 ? 'There are none.' : `There is ${budgets.join(', ')}.` },
      )
    }
    if (options.json) await writeJson(session.out, { id, removed: true })
    else await session.out.write(`  Removed ${toPrintable(id)}.\n`)
  })
}

function toBudget(argument: string, { maxUsd, per, id, zone, soft }: SetOptions): BudgetInput {
  const cut = argument.indexOf('=')
  const name = cut === -1 ? argument : argument.slice(0, cut)
  const value = cut === -1 ? undefined : argument.slice(cut + 1)
  const scope = scopes.find((known) => known === name)
  if (scope === undefined) {
    const problem = `"${name}" is none of ${scopes.join(', ')}`
    throw commandErrors.create('USAGE_INVALID', `The scope is not known: ${problem}.`, { problem })
  }
  const parts = [scope, ...(value === undefined ? [] : [value]), ...(scope === per ? [] : [per])]
  return {
    id: id ?? parts.join('-'),
    scope,
    value,
    per,
    maxUsd,
    timeZone: zone,
    hard: soft ? false : undefined,
  }
}
