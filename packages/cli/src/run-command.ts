import { CommanderError } from 'commander'
import { commandErrors } from './errors.js'
import { createProgram } from './program.js'
import { renderError } from './render/error.js'
import { writeJson } from './render/json.js'
import type { Session } from './session/session.js'
import { toAssayError } from './session/to-assay-error.js'

const quietEnds = new Set(['commander.helpDisplayed', 'commander.version'])

/** Runs one command line (without `node` and the script) and gives its exit code. Never throws. */
export async function runCommand(
  args: readonly string[],
  version: string,
  session: Session,
): Promise<number> {
  let code = 0
  const program = createProgram(version, session, (value) => {
    code = value
  })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    code = await reportError(error, args, session)
  }
  await session.out.write('')
  if (session.out.failure !== undefined)
    code = await reportError(outputFailed(session.out.failure), [], session)
  // A reader that has gone (`assay … | head -1`) got what it wanted.
  else if (session.out.isClosed) code = 0
  await session.err.write('')
  return code
}

const outputFailed = (cause: Error) =>
  commandErrors.create(
    'OUTPUT_FAILED',
    `Standard output cannot be written: ${cause.message}.`,
    { cause: cause.message },
    { hint: 'Part of the output may be missing; see whether the disk is full.', cause },
  )

async function reportError(thrown: unknown, args: readonly string[], session: Session): Promise<number> {
  if (thrown instanceof CommanderError) {
    if (quietEnds.has(thrown.code)) return 0
    // A bare "assay" has shown its help.
    if (thrown.code === 'commander.help') return 2
  }
  const error = toAssayError(thrown, session)
  const { out, err } = session
  const end = args.indexOf('--')
  const flags = end === -1 ? args : args.slice(0, end)
  if (flags.includes('--json')) await writeJson(out, { error: error.toJSON() })
  else if (flags.includes('--json-lines')) await out.write(`${JSON.stringify({ error: error.toJSON() })}\n`)
  else await err.write(renderError(error, err.style, err.columns))
  if (session.environment['ASSAY_DEBUG'] === '1') await err.write(`${describeStack(error)}\n`)
  return error.traits.exit
}

function describeStack(error: Error): string {
  const stack = error.stack ?? error.message
  return error.cause instanceof Error ? `${stack}\ncaused by ${describeStack(error.cause)}` : stack
}
