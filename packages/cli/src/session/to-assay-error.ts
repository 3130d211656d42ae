import { type AssayError, isAssayError } from '@assay/store/error'
import { CommanderError } from 'commander'
import { commandErrors } from '../errors.js'
import type { Session } from './session.js'

/** Whatever was thrown, as an error with a code. What nobody foresaw is `INTERNAL`, its cause kept. */
export function toAssayError(error: unknown, session: Pick<Session, 'signal'>): AssayError {
  if (isAssayError(error)) return error
  if (error instanceof CommanderError) {
    const [problem = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
    return commandErrors.create(
      'USAGE_INVALID',
      `${problem.charAt(0).toUpperCase()}${problem.slice(1).replace(/\.?$/, '.')}`,
      { problem },
      { hint: suggestion?.replace(/^\((.*)\)$/, '$1') ?? 'Run "assay --help", or "assay <command> --help".' },
    )
  }
  if (session.signal.aborted)
    return commandErrors.create('INTERRUPTED', 'Interrupted: nothing was left behind.', {}, { cause: error })
  const cause = error instanceof Error ? error.message : String(error)
  return commandErrors.create(
    'INTERNAL',
    `Something went wrong inside Assay: ${cause}`,
    { cause },
    { hint: 'Run it again with ASSAY_DEBUG=1 for the details, and report them.', cause: error },
  )
}
