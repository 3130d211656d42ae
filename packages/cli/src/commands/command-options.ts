import type { IngestThreads } from '@assay/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { SourceOptions } from '../session/target.js'

/** Options of every command. */
export interface CommonOptions {
  readonly store?: string
  readonly json?: boolean
}

/** Options of commands that answer. */
export interface AnswerOptions extends CommonOptions, SourceOptions {
  readonly evidence?: number
  readonly maxCost?: string
  readonly user?: string
  readonly tag?: readonly string[]
  readonly explain?: boolean
}

export function addCommonOptions(command: Command): Command {
  return command
    .option('--store <folder>', 'the store (default: $ASSAY_STORE, .assay/ here or above, your data folder)')
    .option('--json', 'one JSON document on standard output, and nothing else')
}

export function addSourceOptions(command: Command): Command {
  return command
    .option('--name <name>', 'name of the dataset (default: the path of the file)')
    .addOption(
      new Option('--as <format>', 'format of the file (default: as before, or auto)').choices([
        'auto',
        'json',
        'jsonl',
      ]),
    )
    .option(
      '--records <pointer>',
      'where the records are, such as /data or /groups/*/items; repeatable (default: as before, or found)',
      collect,
    )
    .addOption(
      new Option(
        '--on-bad-line <what>',
        'what a broken line of JSON Lines does (default: as before, or fail)',
      ).choices(['fail', 'skip']),
    )
    .option(
      '--threads <n>',
      'threads that read a file into columns, or auto; each takes memory of its own (default: 1)',
      parseThreadCount,
    )
}

export function addAnswerOptions(command: Command): Command {
  return command
    .option('--explain', 'show the plan and the most it can cost, without running it')
    .option('--evidence <n>', 'most pieces of evidence (default: 100)', parseCount)
    .option('--max-cost <usd>', 'hard limit of the cost in dollars, such as 0.05')
    .option('--user <name>', 'who asks: budgets and "assay costs" count by it (default: local)')
    .option('--tag <tag>', 'a word to find the question by in "assay costs"; repeatable', collect)
}

/** Gathers a repeatable option. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** A number of threads, or `auto`. */
function parseThreadCount(text: string): IngestThreads {
  return text === 'auto' ? text : parseCount(text)
}

/** A whole number from zero. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
