import type { IngestResult } from '@assay/sdk'
import type { Command } from 'commander'
import { commandErrors } from '../errors.js'
import { renderIngested } from '../render/datasets.js'
import { writeJson } from '../render/json.js'
import { withAssay } from '../session/run.js'
import type { Session } from '../session/session.js'
import { type FileTarget, ingestTarget, resolvePath, type SourceOptions } from '../session/target.js'
import { addCommonOptions, addSourceOptions, type CommonOptions } from './command-options.js'

export function addIngest(program: Command, session: Session): void {
  const command = program
    .command('ingest')
    .description('read files once, so that questions answer from columns')
    .argument(
      '<file...>',
      'JSON or JSON Lines files or http(s) addresses, also gzipped; with --name one dataset, else one each; - is standard input',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  assay ingest tower.ifc.json\n  assay ingest events.jsonl --name events --on-bad-line skip\n  assay ingest logs/*.jsonl --name logs\n  curl -s https://example.com/data.json | assay ingest - --name data',
    )
  addCommonOptions(addSourceOptions(command)).action(
    (files: string[], options: CommonOptions & SourceOptions) => runIngest(files, options, session),
  )
}

async function runIngest(files: readonly string[], options: CommonOptions & SourceOptions, session: Session) {
  if (files.length > 1 && files.includes('-'))
    throw commandErrors.create(
      'USAGE_INVALID',
      'Standard input (-) cannot be ingested together with files.',
      { problem: 'standard input among files' },
      { hint: 'Save it to a file first, or ingest it alone.' },
    )
  const datasets: IngestResult[] = []
  await withAssay(
    options,
    session,
    async ({ assay, engine }) => {
      for (const target of toTargets(files, options, session)) {
        const result = await ingestTarget(target, options, assay, engine, session)
        datasets.push(result)
        if (!options.json)
          await session.out.write(renderIngested(result, session.out.style, session.out.columns))
      }
    },
    false,
  )
  if (options.json) await writeJson(session.out, { datasets })
}

/** Under one name the files are one dataset; without a name each is its own. */
function toTargets(files: readonly string[], { name }: SourceOptions, session: Session): FileTarget[] {
  const [only] = files
  if (only === '-') return [{ kind: 'input' }]
  const paths = files.map((file) => resolvePath(file, session))
  return name === undefined
    ? paths.map((path) => ({ kind: 'files', paths: [path] }))
    : [{ kind: 'files', paths }]
}
