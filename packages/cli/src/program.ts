import { type Argument, Command } from 'commander'
import { addAsk } from './commands/ask.js'
import { addBudget } from './commands/budget.js'
import { addCosts } from './commands/costs.js'
import { addDatasets } from './commands/datasets.js'
import { addIngest } from './commands/ingest.js'
import { addQuery } from './commands/query.js'
import { addRates } from './commands/rates.js'
import { addSchema } from './commands/schema.js'
import { addVerify } from './commands/verify.js'
import type { Session } from './session/session.js'

const helpText = `
Examples:
  assay ask movies.json "How many movies are rated R?"
  assay query movies.json 'SELECT Title FROM movies WHERE "IMDB Rating" > 8.5'
  assay schema movies.json

Exit codes: 0 done, 1 internal, 2 bad input or usage, 3 unsupported,
4 budget refused, 5 partial, 6 verify mismatch, 130 interrupted.`

function toArgumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

/** The whole command line. `exit` receives the code of a command that ended without an error. */
export function createProgram(version: string, session: Session, exit: (code: number) => void): Command {
  const { out, err } = session
  const program = new Command('assay')
    .description('Ask gigabytes of JSON. Get the answer, the evidence and the bill.')
    .version(version, '-V, --version')
    .addHelpText('after', helpText)
    .configureHelp({
      // The options of a command are in its own help.
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(toArgumentTerm)].join(' '),
    })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void out.write(text),
      writeErr: (text) => void err.write(text),
      // Errors of the command line are written as all others are.
      outputError: () => {},
      getOutHelpWidth: () => out.columns,
      getErrHelpWidth: () => err.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
  addAsk(program, session, exit)
  addQuery(program, session, exit)
  addSchema(program, session)
  addIngest(program, session)
  addDatasets(program, session)
  addVerify(program, session, exit)
  addCosts(program, session)
  addBudget(program, session)
  addRates(program, session)
  return program
}
