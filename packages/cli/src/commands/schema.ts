import type { Catalog } from '@assay/core'
import type { Command } from 'commander'
import { commandErrors } from '../errors.js'
import { writeJson } from '../render/json.js'
import { renderSchema, type SchemaView } from '../render/schema.js'
import { findNearest } from '../session/nearest.js'
import { withDataset } from '../session/run.js'
import type { Session } from '../session/session.js'
import { parseTarget, type SourceOptions } from '../session/target.js'
import { addCommonOptions, addSourceOptions, type CommonOptions } from './command-options.js'

export function addSchema(program: Command, session: Session): void {
  const command = program
    .command('schema')
    .description('show tables and columns with types, ranges, readings, frequent values and links')
    .argument('<file|dataset>', 'a JSON file (read if it must be), - for standard input, or a dataset')
    .option('--all', 'every table, column and link')
    .option('--table <name>', 'one table with all its columns')
  addCommonOptions(addSourceOptions(command)).action(
    (target: string, options: CommonOptions & SourceOptions & SchemaView) =>
      withDataset(parseTarget(target, session), options, session, async (dataset, { assay }) => {
        const schema = await assay.schema(dataset, { signal: session.signal })
        checkTable(schema.catalog, options.table)
        if (options.json) await writeJson(session.out, schema)
        else await session.out.write(renderSchema(schema, session.out.style, session.out.columns, options))
      }),
  )
}

function checkTable({ tables }: Catalog, table: string | undefined): void {
  const names = tables.flatMap(({ name, aliases }) => [name, ...aliases])
  if (table === undefined || names.includes(table)) return
  const [nearest] = findNearest(table, names)
  throw commandErrors.create(
    'USAGE_INVALID',
    `There is no table "${table}".`,
    { problem: 'unknown table' },
    { hint: nearest === undefined ? 'Leave --table away to see the tables.' : `Did you mean ${nearest}?` },
  )
}
