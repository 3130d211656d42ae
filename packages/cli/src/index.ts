import { readFileSync } from 'node:fs'
import { runCommand } from './run-command.js'
import { createProcessSession } from './session/process-session.js'

/** Runs the command line of this process to its end and exits with the code of DECISIONS. */
export async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const { session, end } = createProcessSession()
  const code = await runCommand(process.argv.slice(2), version, session)
  end()
  process.exit(code)
}
