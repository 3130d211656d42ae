// Columns against JSON.parse: every record that the segment has is looked up in the parsed document by its pointer, and
// each of its cells compared with the value at the column's path; each scalar of a record must have a cell.
import { importSources } from './import-sources.mjs'

const listed = 3
/** The row's own scalar; the other column without a path is the name of an entry, or of a table among several. */
const ownValue = /^value(_\d+)?$/

const reader = `
  export { openStore } from './packages/store/src/node/index.ts'
  export { createDatasetRegistry } from './packages/core/src/pipeline/dataset-registry.ts'
  export { openSegment } from './packages/core/src/columns/segment.ts'
  export { createSegmentTable } from './packages/core/src/columns/segment-table.ts'
  export { readCellTag } from './packages/core/src/testing/read-table.ts'
  export { storeMigrations } from './packages/sdk/src/index.ts'`

const isContainer = (value) => typeof value === 'object' && value !== null
const own = (value, token) => (isContainer(value) && Object.hasOwn(value, token) ? value[token] : undefined)

const tokensOf = (pointer) =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

function isSame(a, b) {
  if (!isContainer(a) || !isContainer(b)) return Object.is(a, b)
  const keys = Object.keys(a)
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  )
}

/**
 * Compares a dataset's columns with the parsed document. Of a table with more than `most` rows every n-th is looked at.
 * Gives how many scalars were equal, how many have no column because the table is too wide, and what differs.
 */
export async function compareValues({ folder, name, document, bytes, most = 200_000 }) {
  const { openStore, createDatasetRegistry, openSegment, createSegmentTable, readCellTag, storeMigrations } =
    await importSources('reader', reader)
  const store = await openStore({ folder, migrations: storeMigrations })
  const found = { equal: 0, leftOut: 0, nulls: 0, different: 0, wrong: [] }
  try {
    const registry = createDatasetRegistry(store.metadata)
    const version = await registry.find('local', name)
    const catalog = await registry.readCatalog(version)
    const segment = await openSegment(version.segment, await store.segments.open(version.segment))
    const readSource = async (start, end) => bytes.subarray(start, end)
    const tables = catalog.tables.map((schema) =>
      createSegmentTable({ segment, schema, version: version.version, readSource }),
    )
    for (const table of tables) await compareTable(table, { document, most, found, readCellTag, catalog })
    await segment.close()
  } finally {
    await store.close()
  }
  return found
}

async function compareTable(table, { document, most, found, readCellTag, catalog }) {
  const { schema } = table
  const step = Math.max(1, Math.ceil(schema.rows / most))
  const columns = schema.columns.filter(({ derivedFrom }) => derivedFrom === undefined)
  const inner = catalog.tables
    .filter(({ parent }) => parent === schema.name)
    .map(({ pointer }) => tokensOf(pointer))
  const note = (sentence) => {
    found.different += 1
    if (found.wrong.length < listed) found.wrong.push(`${schema.name}: ${sentence}`)
  }
  for await (const batch of table.scan(columns.map(({ name }) => name))) {
    const picked = []
    for (let row = 0; row < batch.length; row += 1) if ((batch.firstRow + row) % step === 0) picked.push(row)
    const places = await table.locate(picked.map((row) => batch.firstRow + row))
    for (const [at, row] of picked.entries()) {
      const { pointer } = places[at]
      const tokens = tokensOf(pointer)
      const record = tokens.reduce(own, document)
      const cells = new Map()
      for (const { name, path } of columns) {
        const tag = readCellTag(batch.columns.get(name), row)
        if (tag === 'missing') continue
        if (path.length > 0 || ownValue.test(name)) cells.set(JSON.stringify(path), { tag, name })
        else if (!tokens.includes(tag.slice(2))) note(`${name} of ${pointer} is ${tag}`)
      }
      compareRecord({ record, pointer, cells, inner, schema, found, note })
    }
  }
}

/** A cell's tag (`readCellTag`) says the value. Numbers may be more exact than JSON.parse has them. */
function isTagOf(tag, value) {
  if (typeof value === 'number') return tag.startsWith('n:') && Object.is(Number(tag.slice(2)), value)
  return tag === (typeof value === 'string' ? `t:${value}` : String(value))
}

/** Below a member that holds the rows of an inner table, or that a cell keeps whole. */
const isBelow = (path, holders) =>
  holders.some((holder) => holder.length <= path.length && holder.every((token, at) => token === path[at]))

function compareRecord({ record, pointer, cells, inner, schema, found, note }) {
  const whole = []
  for (const [key, { tag, name }] of cells) {
    const path = JSON.parse(key)
    const value = path.reduce(own, record)
    if (tag.startsWith('j:')) {
      whole.push(path)
      if (!isContainer(value) || !isSame(JSON.parse(tag.slice(2)), value))
        note(`${name} of ${pointer} is other JSON`)
      continue
    }
    if (isContainer(value) || value === undefined)
      note(`${name} of ${pointer} is ${tag}, and no scalar stands there`)
    else if (!isTagOf(tag, value)) note(`${name} of ${pointer} is ${tag}, not ${JSON.stringify(value)}`)
    else found.equal += 1
  }
  const visit = (value, path) => {
    if (isBelow(path, whole) || (path.length > 0 && isBelow(path, inner)) || Array.isArray(value)) return
    if (isContainer(value))
      for (const [token, member] of Object.entries(value)) visit(member, [...path, token])
    else if (!cells.has(JSON.stringify(path))) {
      if (value === null) found.nulls += 1
      else if (schema.columnsLeftOut > 0) found.leftOut += 1
      else note(`/${path.join('/')} of ${pointer} has no cell`)
    }
  }
  visit(record, [])
}
