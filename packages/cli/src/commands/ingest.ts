import type { IngestResult } from '@assay/sdk'
import type { Command } from 'commander'
import { commandErrors } from '../errors.js'
import { renderIngested } from '../render/datasets.js'
import { writeJson } from '../render/json.js'
import { withAssay } from '../session/run.js'
import type { Session } from '../session/session.js'
import { ingestTarget, parseTarget, type SourceOptions } from '../session/target.js'
import { addCommonOptions, addSourceOptions, type CommonOptions } from './command-options.js'

export function addIngest(program: Command, session: Session): void {
  const command = program
    .command('ingest')
    .description('read files once, so that questions answer from columns')
    .argument('<file...>', 'JSON or JSON Lines files, also gzipped; - is standard input')
    .addHelpText(
      'after',
      '\nExamples:\n  assay ingest tower.ifc.json\n  assay ingest events.jsonl --name events --on-bad-line skip\n  curl -s https://example.com/data.json | assay ingest - --name data',
    )
  addCommonOptions(addSourceOptions(command)).action(
    (files: string[], options: CommonOptions & SourceOptions) => runIngest(files, options, session),
  )
}

async function runIngest(files: readonly string[], options: CommonOptions & SourceOptions, session: Session) {
  if (options.name !== undefined && files.length > 1)
    throw commandErrors.create('USAGE_INVALID', '--name fits one file, not several.', { problem: 'name' })
  const datasets: IngestResult[] = []
  await withAssay(
    options,
    session,
    async ({ assay, engine }) => {
      for (const file of files) {
        const target = parseTarget(file, session)
        const source = target.kind === 'dataset' ? ({ kind: 'file', path: file } as const) : target
        const result = await ingestTarget(source, options, assay, engine, session)
        datasets.push(result)
        if (!options.json)
          await session.out.write(renderIngested(result, session.out.style, session.out.columns))
      }
    },
    false,
  )
  if (options.json) await writeJson(session.out, { datasets })
}
