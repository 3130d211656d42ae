import type { Command } from 'commander'
import { writeJson } from '../render/json.js'
import { renderSchema } from '../render/schema.js'
import { withDataset } from '../session/run.js'
import type { Session } from '../session/session.js'
import { parseTarget, type SourceOptions } from '../session/target.js'
import { addCommonOptions, addSourceOptions, type CommonOptions } from './command-options.js'

export function addSchema(program: Command, session: Session): void {
  const command = program
    .command('schema')
    .description('show tables and columns with types, ranges and frequent values')
    .argument('<file|dataset>', 'a JSON file (read if it must be), - for standard input, or a dataset')
  addCommonOptions(addSourceOptions(command)).action(
    (target: string, options: CommonOptions & SourceOptions) =>
      withDataset(parseTarget(target, session), options, session, async (dataset, { assay }) => {
        const schema = await assay.schema(dataset, { signal: session.signal })
        if (options.json) await writeJson(session.out, schema)
        else await session.out.write(renderSchema(schema, session.out.style, session.out.columns))
      }),
  )
}
