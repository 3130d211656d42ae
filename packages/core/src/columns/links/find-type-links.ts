import type { CatalogColumn, CatalogLink, CatalogTable } from '../../catalog/catalog.js'
import { isSameNoun, readReference } from '../../catalog/link-names.js'
import { splitWords } from '../../catalog/name-words.js'
import { decodeWtf8 } from '../../json/text.js'
import type { Segment } from '../segment.js'
import { type ColumnRef, isText, readChunks, shareOfKeys, type Work } from './key-set.js'
import { KeyTable } from './key-table.js'

/** Columns that say what kind of thing a row is. */
const typeWords = new Set(['type', 'class', 'kind', 'category', 'typ', 'art', 'klasse', 'kategorie'])
/** Columns by which rows of one kind are called, best first. */
const keyNames = ['name', 'id', 'guid', 'globalid', 'global id', 'key', 'code', 'label']
const maxTypes = 1_000
const maxKeysOfType = 100_000
const maxReferences = 32

interface Wanted {
  readonly from: CatalogColumn
  readonly type: string
  readonly keys: readonly CatalogColumn[]
}

interface Caller {
  readonly column: CatalogColumn
  readonly key: string
}

/**
 * Links of a table to itself where one column names rows of one type: `storey` holds the names of the elements whose
 * type is `IfcBuildingStorey`. The type's last word is the column's, so the names agree.
 */
export async function findTypeLinks(
  segment: Segment,
  table: CatalogTable,
  work: Work,
): Promise<CatalogLink[]> {
  const entry = segment.tables.find(({ name }) => name === table.name)
  const kind = table.columns.find(isTypeColumn)
  if (entry === undefined || kind === undefined) return []
  const nodes = new Map(entry.columns.map(({ name, node }) => [name, node]))
  const refOf = ({ name }: CatalogColumn): ColumnRef => ({
    tableId: entry.id,
    node: nodes.get(name)!,
    kind: 'text',
  })
  const references = table.columns
    .filter((column) => column !== kind && isReference(column, table))
    .slice(0, maxReferences)
  if (references.length === 0) return []
  const types = await readTypes(segment, refOf(kind), work)
  const callers = findCallers(table)
  const links: CatalogLink[] = []
  for (const { from, type, keys } of references.flatMap((from) => pickTypes(from, types, callers))) {
    for (const key of keys) {
      const set = key === from ? undefined : await readTypeKeys(segment, refOf(kind), refOf(key), type, work)
      const share =
        set === undefined ? undefined : await shareOfKeys(segment, refOf(from), set, { strict: false, work })
      if (share === undefined) continue
      const where = { column: kind.name, value: type }
      const to = { table: table.name, column: key.name, where }
      links.push({ from: { table: table.name, column: from.name }, to, share, because: 'name' })
      break
    }
  }
  return links
}

function isTypeColumn(column: CatalogColumn): boolean {
  const { type, distinct, path, derivedFrom } = column
  const isSmall = distinct.exact && distinct.count > 1 && distinct.count <= maxTypes
  return (
    type === 'text' &&
    derivedFrom === undefined &&
    isSmall &&
    path.length === 1 &&
    typeWords.has(splitWords(path[0]!).at(-1) ?? '')
  )
}

/** Texts that repeat: several rows stand in one storey. */
function isReference({ type, distinct, derivedFrom }: CatalogColumn, { rows }: CatalogTable): boolean {
  return type === 'text' && derivedFrom === undefined && distinct.count * 2 <= rows
}

async function readTypes(segment: Segment, kind: ColumnRef, work: Work): Promise<Set<string>> {
  const types = new Set<string>()
  for await (const { texts } of readChunks(segment, kind, work)) {
    for (let code = 0; code < texts.size; code++)
      types.add(decodeWtf8(texts.heap, texts.offsets[code]!, texts.offsets[code + 1]!))
  }
  return types
}

/** Columns by which rows are called, best first, with the last word of the name. */
function findCallers({ columns }: CatalogTable): readonly Caller[] {
  const texts = columns
    .filter(
      ({ type, path, derivedFrom }) => type === 'text' && path.length === 1 && derivedFrom === undefined,
    )
    .map((column) => ({ column, words: splitWords(column.path[0]!) }))
  return keyNames.flatMap((name) =>
    texts
      .filter(({ words }) => words.join(' ') === name)
      .map(({ column, words }) => ({ column, key: words.at(-1)! })),
  )
}

function pickTypes(
  from: CatalogColumn,
  types: ReadonlySet<string>,
  callers: readonly Caller[],
): readonly Wanted[] {
  const { of, key } = readReference(from.path)
  const head = of.at(-1)
  const keys = callers.filter((caller) => key === undefined || caller.key === key).map(({ column }) => column)
  if (head === undefined || keys.length === 0) return []
  return [...types]
    .filter((type) => isSameNoun(splitWords(type).at(-1) ?? '', head))
    .map((type) => ({ from, type, keys }))
}

/** The key texts of all rows of one type; undefined when two are equal or one has none. */
async function readTypeKeys(
  segment: Segment,
  kind: ColumnRef,
  key: ColumnRef,
  type: string,
  work: Work,
): Promise<KeyTable | undefined> {
  const table = new KeyTable(0)
  for (const { group } of segment.groups(kind.tableId)) {
    const kindChunk = segment.chunk(kind.node, group)
    const keyChunk = segment.chunk(key.node, group)
    if (kindChunk === undefined) continue
    const kinds = await segment.readColumn(kindChunk, work.buffer)
    const wanted = findCode(kinds.texts, type)
    if (wanted < 0) continue
    work.left -= kinds.rows
    if (work.left < 0) return undefined
    const keys = keyChunk === undefined ? undefined : await segment.readColumn(keyChunk, work.other)
    for (let row = 0; row < kinds.rows; row++) {
      if (!isText(kinds, row) || kinds.codes![row] !== wanted) continue
      const code = keys !== undefined && isText(keys, row) ? keys.codes![row]! : -1
      if (keys === undefined || code < 0 || code >= keys.texts.size) return undefined
      const { heap, offsets } = keys.texts
      if (!table.addText(heap, offsets[code]!, offsets[code + 1]!)) return undefined
      if (table.size > maxKeysOfType) return undefined
    }
  }
  return table.size === 0 ? undefined : table
}

function findCode(
  {
    size,
    offsets,
    heap,
  }: { readonly size: number; readonly offsets: Uint32Array; readonly heap: Uint8Array },
  text: string,
): number {
  for (let code = 0; code < size; code++)
    if (decodeWtf8(heap, offsets[code]!, offsets[code + 1]!) === text) return code
  return -1
}
