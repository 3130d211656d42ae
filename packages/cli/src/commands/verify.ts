import type { Answer } from '@assay/core'
import type { Command } from 'commander'
import { commandErrors } from '../errors.js'
import { exitOf } from '../exit-codes.js'
import { writeJson } from '../render/json.js'
import { renderVerification } from '../render/verification.js'
import { readText } from '../session/read-text.js'
import { withAssay } from '../session/run.js'
import type { Session } from '../session/session.js'
import { addCommonOptions, type CommonOptions } from './command-options.js'

interface VerifyOptions extends CommonOptions {
  readonly full?: boolean
  readonly user?: string
}

export function addVerify(program: Command, session: Session, exit: (code: number) => void): void {
  const command = program
    .command('verify')
    .description('read the evidence of an answer again and compare it with the source')
    .argument('<answer.json>', 'an answer as --json wrote it; - is standard input')
    .option('--full', 'also hash the whole source, answer again, and compare everything')
    .option('--user <name>', 'who asked, where what one may see depends on that (default: local)')
    .addHelpText('after', '\nExample:\n  assay ask movies.json "How many movies?" --json | assay verify -')
  addCommonOptions(command).action(async (path: string, options: VerifyOptions) =>
    exit(await runVerify(path, options, session)),
  )
}

async function runVerify(path: string, options: VerifyOptions, session: Session): Promise<number> {
  const answer = parseAnswer(await readText(path, session), path)
  return await withAssay(options, session, async ({ assay }) => {
    const verification = await assay.verify(answer, {
      full: options.full,
      actor: options.user,
      signal: session.signal,
    })
    if (options.json) await writeJson(session.out, verification)
    else await session.out.write(renderVerification(verification, session.out.style, session.out.columns))
    return exitOf.verification(verification)
  })
}

/** The engine checks what it reads of an answer; here only the JSON is parsed. */
function parseAnswer(text: string, path: string): Answer {
  try {
    return JSON.parse(text) as Answer
  } catch {
    const problem = 'is not JSON'
    throw commandErrors.create(
      'ANSWER_UNREADABLE',
      `${path === '-' ? 'Standard input' : path} ${problem}.`,
      { path, problem },
      { hint: 'Save an answer with "assay ask … --json > answer.json" and give that file.' },
    )
  }
}
