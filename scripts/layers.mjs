// The list of layers, executed: fails on a wrong-way import, a platform import outside an adapter, a folder
// that is not on the list. `tsc` cannot see a wrong-way workspace import, so this does.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'

const ignored = new Set(['node_modules', 'dist', 'data', '.git', 'coverage'])

function* sourceFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (ignored.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sourceFiles(path)
    else if (/\.(ts|mjs|js)$/.test(entry.name) && !/^(tsup|vitest)\.config/.test(entry.name)) yield path
  }
}

const packageName = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
const glob = (path, pattern) => new RegExp(`^${pattern.replaceAll('*', '[^/]+')}(/|$)`).test(path)

/** Problems of the tree under `root`, one sentence each; empty when every import follows the list. */
export function checkLayers(root, layers) {
  const problems = []
  const rank = new Map(layers.packages.map(({ name }, index) => [name, index]))
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (
      entry.isDirectory() &&
      !ignored.has(entry.name) &&
      entry.name !== '.assay' &&
      !layers.top.includes(entry.name)
    )
      problems.push(`${entry.name}/ is not on the list of top folders`)
  }
  for (const entry of readdirSync(join(root, 'packages'))) {
    if (!layers.packages.some(({ folder }) => folder === `packages/${entry}`))
      problems.push(`packages/${entry} is not on the list of packages`)
  }
  for (const owner of layers.packages) {
    const stages = layers.stages[owner.folder]
    const source = join(root, owner.folder, stages === undefined ? '' : 'src')
    if (stages !== undefined) {
      for (const entry of readdirSync(source, { withFileTypes: true }))
        if (entry.isDirectory() && !stages.includes(entry.name))
          problems.push(`${owner.folder}/src/${entry.name} is not on the list of stages`)
    }
    for (const path of sourceFiles(join(root, owner.folder))) checkFile(path, owner, stages)
  }
  return problems

  function checkFile(path, owner, stages) {
    const file = relative(root, path).replaceAll('\\', '/')
    const isTest = /\.test\.ts$/.test(file) || /\/test\//.test(file)
    const text = readFileSync(path, 'utf8')
    for (const { fileName: specifier } of ts.preProcessFile(text, true, true).importedFiles) {
      const report = (problem) => problems.push(`${file} imports ${specifier}: ${problem}`)
      const platform = layers.platform.modules.some(
        (name) => specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`),
      )
      if (platform && !isTest && !layers.platform.folders.some((pattern) => glob(file, pattern)))
        report('a platform module outside an adapter')
      const only = layers.only[packageName(specifier)]
      if (only !== undefined && !isTest && !file.startsWith(only)) report(`only ${only} names it`)
      if (specifier.startsWith('.')) checkRelative(file, specifier, owner, stages, isTest, report)
      else checkPackage(specifier, owner, isTest, report)
    }
  }

  function checkPackage(specifier, owner, isTest, report) {
    const target = packageName(specifier)
    const targetRank = rank.get(target)
    if (targetRank === undefined || target === owner.name) return
    if (layers.open.includes(specifier)) return
    if (targetRank > rank.get(owner.name)) report(`wrong way, ${owner.name} stands left of ${target}`)
    if (target === '@assay/store' && !isTest && !layers.storeIsFor.includes(owner.name))
      report('only store, cost-tracker, core and sdk see the store')
  }

  function checkRelative(file, specifier, owner, stages, isTest, report) {
    const target = posix.join(posix.dirname(file), specifier)
    if (!target.startsWith(`${owner.folder}/`)) {
      const mayUseScripts = isTest || owner.folder === 'bench'
      if (!(mayUseScripts && target.startsWith('scripts/'))) report('reaches into another package by path')
      return
    }
    if (stages === undefined || isTest) return
    const [from, to] = [file, target].map((name) =>
      stages.indexOf(name.slice(`${owner.folder}/src/`.length).split('/')[0]),
    )
    const fromIndex = file.startsWith(`${owner.folder}/src/`) && posix.dirname(file) !== `${owner.folder}/src`
    if (fromIndex && to > from) report('wrong way between stages')
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const here = dirname(fileURLToPath(import.meta.url))
  const root = resolve(here, '..')
  const problems = checkLayers(root, JSON.parse(readFileSync(join(here, 'layers.json'), 'utf8')))
  for (const problem of problems) console.error(problem)
  console.log(
    problems.length === 0 ? 'layers: every import follows the list' : `layers: ${problems.length} problems`,
  )
  process.exitCode = problems.length === 0 ? 0 : 1
}
