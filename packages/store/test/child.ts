import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
// Inside node_modules, so that the bundle finds the libraries that it leaves out, and git leaves it out.
const cache = join(here, '../node_modules/.cache/children')

/** A script of `test/children` as one file that plain Node runs, and the call that removes it. */
export interface BundledChild {
  readonly path: string
  remove(): Promise<void>
}

/** Bundles the script from the sources, not from `dist`. */
export async function bundleChild(name: string): Promise<BundledChild> {
  await mkdir(cache, { recursive: true })
  const path = join(cache, `${name}-${randomBytes(6).toString('hex')}.mjs`)
  await build({
    entryPoints: [join(here, 'children', `${name}.ts`)],
    outfile: path,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    tsconfig: join(here, '../../../tsconfig.source.json'),
    external: ['libsql', '@libsql/client', 'drizzle-orm'],
    logLevel: 'error',
  })
  return { path, remove: () => rm(path, { force: true }) }
}

/** A running child: its first line on stdout, its end, and what it wrote to stderr. */
export interface RunningChild {
  readonly process: ChildProcess
  /** Rejects if the child ends before it says anything. */
  readonly ready: Promise<void>
  readonly ended: Promise<{
    code: number | null
    signal: NodeJS.Signals | null
    stdout: string
    stderr: string
  }>
}

/** Starts Node on a bundled child; `command` puts a tracer or a limit in front. */
export function startChild(
  child: BundledChild,
  args: readonly string[],
  options: { readonly command?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): RunningChild {
  const [program, ...rest] = [...(options.command ?? []), process.execPath, child.path, ...args]
  const running = spawn(program!, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  })
  let stdout = ''
  let stderr = ''
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Awaited<RunningChild['ended']>>((resolve, reject) => {
    running.on('error', reject)
    running.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  const ready = new Promise<void>((resolve, reject) => {
    running.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (stdout.includes('\n')) resolve()
    })
    ended.then(
      ({ code }) => reject(new Error(`the child ended with ${code} before it was ready: ${stderr}`)),
      reject,
    )
  })
  ready.catch(() => undefined)
  return { process: running, ready, ended }
}
