import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../bin/assay.js', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Fails with a sentence that helps when nothing was built; these tests run what a user runs. */
export function checkBuilt(): void {
  if (!existsSync(new URL('../dist/index.js', import.meta.url)))
    throw new Error('packages/cli/dist is missing: run "npm run build" before these tests')
}

/** Starts the built command in a folder, with a store of its own inside it. */
export function startAssay(
  args: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): ChildProcess {
  return spawn(process.execPath, [launcher, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ASSAY_STORE: `${folder}/store`, HOME: folder, ...environment },
  })
}

/** Everything a child wrote, and its exit code. */
export function collect(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let out = ''
    let err = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

/** Runs the built command to its end. */
export function runAssay(
  args: readonly string[],
  folder: string,
  more: { input?: string | Uint8Array; environment?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const child = startAssay(args, folder, more.environment)
  // The child may not read all of it.
  child.stdin?.on('error', () => {})
  child.stdin?.end(more.input ?? '')
  return collect(child)
}

/** Bulky files of a store: segments and spooled sources. */
export function listBulk(store: string): string[] {
  return ['segments', 'spool'].flatMap((name) => {
    const folder = `${store}/${name}`
    return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  })
}
