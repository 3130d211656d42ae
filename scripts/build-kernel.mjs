// Compiles the scanner's kernel (packages/core/kernel, AssemblyScript) to the module that is committed beside the
// scanner, so that nothing else needs the compiler. `--check`: says whether the committed module is what the sources give.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = resolve(fileURLToPath(import.meta.url), '../..')
const target = resolve(root, 'packages/core/src/json/kernel/kernel-bytes.ts')
const memoryMap = readFileSync(resolve(root, 'packages/core/src/json/kernel/memory-map.ts'), 'utf8')
const pages = /memoryPages = (\d+)/.exec(memoryMap)[1]
const maxBytes = 16_384

/** @type {Uint8Array | undefined} */
let bytes
const messages = []
const { error } = await asc.main(
  [
    'packages/core/kernel/index.ts',
    ...['--baseDir', root, '--outFile', 'kernel.wasm'],
    ...['-O3', '--converge', '--noAssert', '--enable', 'simd', '--runtime', 'stub'],
    ...['--importMemory', '--noExportMemory', '--initialMemory', pages, '--maximumMemory', pages],
    // Its constants stand below what the scan shares.
    ...['--memoryBase', '64'],
  ],
  {
    stdout: { write: (text) => messages.push(text) },
    stderr: { write: (text) => messages.push(text) },
    writeFile: (_name, contents) => {
      bytes = contents
    },
  },
)
if (error !== null || bytes === undefined) fail(`${messages.join('')}${error?.message ?? ''}`)
if (bytes.length > maxBytes) fail(`The kernel has ${bytes.length} bytes; at most ${maxBytes} are meant.`)
const text = `/** The kernel as WebAssembly, generated from packages/core/kernel by \`npm run build\`. */
export const kernelBase64 =
  '${Buffer.from(bytes).toString('base64')}'
`
const isSame = existsSync(target) && readFileSync(target, 'utf8') === text
if (!isSame && process.argv.includes('--check')) {
  fail('src/json/kernel/kernel-bytes.ts is not what packages/core/kernel gives: run npm run build.')
}
if (!isSame) writeFileSync(target, text)
console.log(`kernel: ${bytes.length} bytes`)

/** @param {string} message */
function fail(message) {
  console.error(`kernel: ${message}`)
  process.exit(1)
}
