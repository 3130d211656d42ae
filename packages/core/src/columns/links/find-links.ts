import type { Catalog, CatalogColumn, CatalogLink, CatalogTable } from '../../catalog/catalog.js'
import { createNamedAfter, type LinkName, readLinkName } from '../../catalog/link-names.js'
import { encodeText } from '../../json/text.js'
import { ByteTable, openAccount } from '../byte-table.js'
import { ReadBuffer } from '../chunk-file.js'
import type { LanePool } from '../lane-pool.js'
import { isEmptyText } from '../readings/empty-bytes.js'
import type { Segment } from '../segment.js'
import { ChunkNumbers } from '../statistics/chunk-numbers.js'
import { findTypeLinks } from './find-type-links.js'
import { type ColumnRef, findTexts, linkShare, maxKeys, readKeys, shareOfKeys, type Work } from './key-set.js'
import { KeyTable } from './key-table.js'

/** A column with what is known of it. */
interface Place {
  readonly table: CatalogTable
  readonly column: CatalogColumn
  readonly name: LinkName
  readonly ref: ColumnRef
  /** Texts that may be found in other columns without a name. */
  readonly mayShare: boolean
  /** Bounds of the texts that say something. */
  readonly least: string | undefined
  readonly greatest: string | undefined
}

interface Candidate {
  readonly from: Place
  readonly isNamed: boolean
}

/** Key columns that are read: what bounds the time, with the values that are looked up. */
const maxKeyColumns = 64
const spareLookups = 1_000_000
const lookupsPerRow = 8
/** Columns that a column points at without a name; more say no more. */
const maxTargets = 3
/** Fewer different texts are found in other columns by chance. */
const minTexts = 3
const minRows = 2

/**
 * Links between columns (docs/decisions): the target's values differ in all its rows, at least 99 % of the source's
 * are among them, and either the names agree or the values are texts of 3 bytes and more. One key column is in
 * memory at a time, at most eleven bytes for each of a million keys; the values looked up are at most a million and eight a row.
 */
export async function findLinks(
  segment: Segment,
  catalog: Catalog,
  options: { readonly signal?: AbortSignal | undefined; readonly pool?: LanePool } = {},
): Promise<CatalogLink[]> {
  const places = catalog.tables.flatMap((table) => placesOf(segment, table))
  const rows = catalog.tables.reduce((sum, table) => sum + table.rows, 0)
  const work: Work = {
    left: spareLookups + rows * lookupsPerRow,
    buffer: new ReadBuffer(options.pool),
    other: new ReadBuffer(options.pool),
    numbers: new ChunkNumbers(options.pool),
    keys: new KeyTable(0, options.pool),
  }
  const links: CatalogLink[] = []
  const targets = new Map<Place, number>()
  for (const [to, candidates] of pickKeys(places)) {
    options.signal?.throwIfAborted()
    if (work.left <= 0) break
    if (to.table.rows > maxKeys) continue
    const open = candidates.filter(({ from, isNamed }) => isNamed || (targets.get(from) ?? 0) < maxTargets)
    const likely = await pickLikely(segment, to, open, work)
    if (likely.length === 0) continue
    const keys = await readKeys(segment, to.ref, to.table.rows, work)
    if (keys === undefined) continue
    for (const { from, isNamed } of likely) {
      const share = await shareOfKeys(segment, from.ref, keys, { strict: !isNamed, work })
      if (share === undefined) continue
      targets.set(from, (targets.get(from) ?? 0) + 1)
      links.push({ from: nameOf(from), to: nameOf(to), share, because: isNamed ? 'name' : 'values' })
    }
  }
  for (const table of catalog.tables) {
    options.signal?.throwIfAborted()
    links.push(...(await findTypeLinks(segment, table, work)))
  }
  return preferNamed(links)
}

function placesOf(segment: Segment, table: CatalogTable): Place[] {
  const entry = segment.tables.find(({ name }) => name === table.name)
  if (entry === undefined) return []
  const nodes = new Map(entry.columns.map(({ name, node }) => [name, node]))
  return table.columns.flatMap((column) => {
    const { type } = column
    const node = nodes.get(column.name)
    if (node === undefined || (type !== 'text' && type !== 'number')) return []
    const name = readLinkName({ table: table.name, path: column.path })
    const ref: ColumnRef = { tableId: entry.id, node, kind: type }
    const { minText, maxText, distinct } = column
    return [
      {
        table,
        column,
        name,
        ref,
        mayShare:
          type === 'text' && minText !== undefined && maxText !== undefined && distinct.count >= minTexts,
        least: boundOf(minText),
        greatest: boundOf(maxText),
      },
    ]
  })
}

function boundOf(text: string | undefined): string | undefined {
  return text === undefined || isEmptyText(text) ? undefined : text
}

/** Columns that may be keys, with those that may point at them; such that are meant by a name first. */
function pickKeys(places: readonly Place[]): [Place, readonly Candidate[]][] {
  const namedAfter = createNamedAfter(places.map(({ name }) => name))
  const sharing = places.filter(({ mayShare }) => mayShare)
  const keys = places.filter(isKey).map((to): [Place, readonly Candidate[]] => {
    const isOther = (from: Place): boolean => from !== to && from.ref.kind === to.ref.kind
    const named = new Set(
      namedAfter(to.name)
        .map((place) => places[place]!)
        .filter(isOther),
    )
    const shared = sharing.filter((from) => isOther(from) && !named.has(from) && mayShareTexts(from, to))
    return [
      to,
      [
        ...Array.from(named, (from) => ({ from, isNamed: true })),
        ...shared.map((from) => ({ from, isNamed: false })),
      ],
    ]
  })
  const named = (candidates: readonly Candidate[]) => (candidates[0]?.isNamed === true ? 1 : 0)
  return keys
    .filter(([, candidates]) => candidates.length > 0)
    .sort(([, a], [, b]) => named(b) - named(a))
    .slice(0, maxKeyColumns)
}

/** Every row has a value of the kind, and the counted or estimated different ones are as many. */
function isKey({ table, column, ref }: Place): boolean {
  const { count, exact } = column.distinct
  if (table.rows < minRows || column.counts[ref.kind] !== table.rows) return false
  if (ref.kind === 'number' && !column.integer) return false
  return exact ? count === table.rows : count >= table.rows * 0.95
}

/** Without a name: texts of another table, within its keys' range. */
function mayShareTexts(from: Place, to: Place): boolean {
  if (!from.mayShare || from.table === to.table) return false
  if (from.column.distinct.count > to.table.rows * 1.05) return false
  const { minText = '', maxText = '' } = to.column
  return (
    (from.least === undefined || from.least >= minText) &&
    (from.greatest === undefined || from.greatest <= maxText)
  )
}

/**
 * Without those that have no name for it and of whose texts that the catalog lists too many are not in the column: to
 * look for a few texts takes a small part of the time that all keys take.
 */
async function pickLikely(
  segment: Segment,
  to: Place,
  candidates: readonly Candidate[],
  work: Work,
): Promise<readonly Candidate[]> {
  const listed = new ByteTable(openAccount())
  for (const { from, isNamed } of candidates)
    if (!isNamed) for (const { bytes } of listedTexts(from.column)) listed.add(bytes, 0, bytes.length)
  if (listed.size === 0) return candidates
  const found = await findTexts(segment, to.ref, listed, work)
  return candidates.filter(({ from, isNamed }) => isNamed || areKeys(from.column, listed, found))
}

/** False when the texts that the catalog lists already miss too many. */
function areKeys(column: CatalogColumn, listed: ByteTable, found: Uint8Array): boolean {
  let missed = 0
  for (const { bytes, count } of listedTexts(column))
    if (found[listed.find(bytes, 0, bytes.length)] !== 1) missed += count
  return missed <= column.counts.text * (1 - linkShare)
}

function listedTexts({ frequent }: CatalogColumn): { readonly bytes: Uint8Array; readonly count: number }[] {
  return frequent
    .map(({ value, count }) => ({ text: String(value), count }))
    .filter(({ text }) => !isEmptyText(text))
    .map(({ text, count }) => ({ bytes: encodeText(text), count }))
}

/** A column that points somewhere by its name does not point elsewhere by its values, nor its target back at it. */
function preferNamed(links: readonly CatalogLink[]): CatalogLink[] {
  const keyOf = ({ table, column }: CatalogLink['from']) => JSON.stringify([table, column])
  const named = links.filter(({ because }) => because === 'name')
  const sources = new Set(named.map(({ from }) => keyOf(from)))
  const pairs = new Set(named.map(({ from, to }) => keyOf(from) + keyOf(to)))
  return links.filter(
    ({ from, to, because }) =>
      because === 'name' || !(sources.has(keyOf(from)) || pairs.has(keyOf(to) + keyOf(from))),
  )
}

function nameOf({ table, column }: Place): CatalogLink['from'] {
  return { table: table.name, column: column.name }
}
