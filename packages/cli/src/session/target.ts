import { readdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import type { IngestThreads, JsonFormat } from '@assay/core'
import type { Assay, IngestOptions, IngestResult } from '@assay/sdk'
import { commandErrors } from '../errors.js'
import { findNearest } from './nearest.js'
import type { Engine, Session } from './session.js'

/** What the first argument means. */
export type Target = FileTarget | { readonly kind: 'dataset'; readonly name: string }

/** What can be ingested: several files, or addresses, are one dataset. */
export type FileTarget =
  | { readonly kind: 'input' }
  | { readonly kind: 'files'; readonly paths: readonly string[] }

/** Options of every command whose first argument may be a file. */
export interface SourceOptions {
  readonly name?: string
  readonly as?: JsonFormat
  readonly onBadLine?: 'fail' | 'skip'
  readonly records?: readonly string[]
  readonly threads?: IngestThreads
}

/** `-` is standard input, what exists is a file, what begins with http(s):// is on the web, and the rest is the name of a dataset. */
export function parseTarget(argument: string, session: Session): Target {
  if (argument === '-') return { kind: 'input' }
  if (isWebAddress(argument)) return { kind: 'files', paths: [argument] }
  const path = resolve(session.directory, argument)
  return isThere(path) ? { kind: 'files', paths: [path] } : { kind: 'dataset', name: argument }
}

/** A path or an address as it is named on the command line. */
export function resolvePath(argument: string, session: Session): string {
  return isWebAddress(argument) ? argument : resolve(session.directory, argument)
}

function isWebAddress(argument: string): boolean {
  return /^https?:\/\//i.test(argument)
}

/** Another target under the name that it has in one query. */
export interface NamedTarget {
  readonly as: string
  readonly target: Exclude<Target, { kind: 'input' }>
}

/** `name=file` or `name=dataset`. */
export function parseNamed(text: string, session: Session): NamedTarget {
  const at = text.indexOf('=')
  const problem = at > 0 ? undefined : `"${text}" is not name=file.`
  const target = parseTarget(text.slice(at + 1), session)
  if (problem === undefined && target.kind !== 'input') return { as: text.slice(0, at), target }
  throw commandErrors.create(
    'USAGE_INVALID',
    problem ?? 'Standard input (-) can only be what a query is about first.',
    { problem: 'with' },
    { hint: 'Write --with airports=airports.json.' },
  )
}

function isThere(path: string): boolean {
  try {
    // A folder is no file: a dataset may have its name.
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
  } catch (error) {
    // A file behind a closed folder is a file: reading it gives the better error.
    return error instanceof Error && 'code' in error && error.code === 'EACCES'
  }
}

/** Ingests files or standard input; unchanged files are not read again. */
export async function ingestTarget(
  target: FileTarget,
  options: SourceOptions,
  assay: Assay,
  engine: Engine,
  session: Session,
): Promise<IngestResult> {
  const ingest: IngestOptions = {
    name: options.name ?? (target.kind === 'input' ? 'stdin' : undefined),
    format: options.as,
    onBadLine: options.onBadLine,
    records: options.records,
    threads: options.threads,
    signal: session.signal,
  }
  const source =
    target.kind === 'files'
      ? await Promise.all(
          target.paths.map((path) => (isWebAddress(path) ? engine.fromUrl(path) : engine.fromFile(path))),
        )
      : engine.fromStream('stdin', Readable.toWeb(session.input))
  return await assay.ingest(source, ingest)
}

/** The name of a dataset of the store: as given, or the path of a file that is no longer there. */
export async function findDataset(name: string, assay: Assay, session: Session): Promise<string> {
  const names = (await assay.datasets({ signal: session.signal })).map((dataset) => dataset.name)
  const path = resolve(session.directory, name)
  const found = names.find((candidate) => candidate === name) ?? names.find((candidate) => candidate === path)
  if (found === undefined) throw targetUnknown(name, names, session)
  return found
}

/** Names what may have been meant among the datasets and the files beside the wrong path. */
export function targetUnknown(target: string, datasets: readonly string[], session: Session) {
  const folder = dirname(target)
  const nearest = findNearest(target, [
    ...datasets,
    ...listFiles(resolve(session.directory, folder)).map((file) =>
      folder === '.' ? file : `${folder}/${file}`,
    ),
  ])
  return commandErrors.create(
    'TARGET_UNKNOWN',
    `There is no file and no dataset called "${target}".`,
    { target, nearest },
    {
      hint: isFolder(resolve(session.directory, target))
        ? 'It is a folder: ingest its files under one name, as in "assay ingest folder/*.json --name data".'
        : nearest.length > 0
          ? `Did you mean ${nearest.map((name) => `"${name}"`).join(' or ')}?`
          : 'Give the path of a JSON file, or see "assay datasets" for what the store holds.',
    },
  )
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .slice(0, 1000)
      .map((entry) => entry.name)
  } catch {
    return []
  }
}
