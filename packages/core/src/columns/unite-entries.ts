import { encodeText } from '../json/text.js'
import type { ChunkRecord, GroupRecord } from './chunk-records.js'
import { prefixBytes } from './column-zone.js'
import type { DecodedColumn } from './decode-column.js'
import type { DecodedRows, Segment, TableEntry } from './segment.js'
import type { SegmentColumnEntry } from './segment-directory.js'
import { ValueKind } from './table.js'

/** A table of the file as a part of a table that people see. */
interface Piece {
  readonly entry: TableEntry
  /** First row and first group in the whole. */
  readonly firstRow: number
  readonly firstGroup: number
  /** First row of the piece that its rows' parents are of. */
  readonly parentRow: number
  /** Its nodes by those of the whole; none for the key column. */
  readonly nodes: ReadonlyMap<number, number>
}

interface Whole {
  readonly entry: TableEntry
  readonly pieces: readonly Piece[]
  /** Of the column that holds the pieces' keys, -1 for none. */
  readonly keyNode: number
}

/**
 * The segment with the tables of one name as one table each: their groups follow each other, rows and parents are
 * counted through, columns of one name are one, and a `key` column tells the pieces apart. Nothing is copied.
 */
export function uniteEntries(segment: Segment): Segment {
  const names = new Set(segment.tables.map(({ name }) => name))
  if (names.size === segment.tables.length) return segment
  const wholes = buildWholes(segment, [...names])
  const ownerOf = new Map<number, number>()
  for (const { entry, keyNode } of wholes) {
    for (const { node } of entry.columns) ownerOf.set(node, entry.id)
    if (keyNode >= 0) ownerOf.set(keyNode, entry.id)
  }
  const groups = wholes.map((whole) => groupsOf(segment, whole))

  function pieceOf(table: number, group: number): { piece: Piece; record: GroupRecord } | undefined {
    const piece = wholes[table]!.pieces.findLast(({ firstGroup }) => firstGroup <= group)
    const record = piece && segment.groups(piece.entry.id)[group - piece.firstGroup]
    return record === undefined ? undefined : { piece: piece!, record }
  }

  function chunk(node: number, group: number): ChunkRecord | undefined {
    const table = ownerOf.get(node)
    const found = table === undefined ? undefined : pieceOf(table, group)
    if (found === undefined) return undefined
    const { piece, record } = found
    if (node === wholes[table!]!.keyNode) return keyChunk(node, table!, group, record.rows, piece.entry.key!)
    const own = segment.chunk(piece.nodes.get(node) ?? -1, group - piece.firstGroup)
    return own === undefined ? undefined : { ...own, node, table: table!, group }
  }

  return {
    file: segment.file,
    tables: wholes.map(({ entry }) => entry),
    groups: (table) => groups[table] ?? [],
    chunk,
    async readColumn(record, into, slots) {
      if (record.node !== wholes[record.table]!.keyNode) return segment.readColumn(record, into, slots)
      const { piece, record: group } = pieceOf(record.table, record.group)!
      return keyColumn(group.rows, piece.entry.key!)
    },
    async readRows(group) {
      const { piece, record } = pieceOf(group.table, group.group)!
      return moveRows(await segment.readRows(record), piece)
    },
    close: segment.close,
  }
}

function buildWholes(segment: Segment, names: readonly string[]): Whole[] {
  const idOf = new Map(names.map((name, id) => [name, id]))
  const firstRowOf = new Map<number, number>()
  let freeNode = 1 + Math.max(-1, ...segment.tables.flatMap(({ columns }) => columns.map(({ node }) => node)))
  return names.map((name, id) => {
    const entries = segment.tables.filter((entry) => entry.name === name)
    const [first] = entries
    const parentName = segment.tables[first!.parent]?.name
    const parent = parentName === undefined ? -1 : idOf.get(parentName)!
    const columns = uniteColumns(entries, () => freeNode++)
    const keyed = first!.key !== undefined
    const key = keyed ? { node: freeNode++, name: freeName('key', columns), path: [] } : undefined
    let rows = 0
    let groups = 0
    const pieces = entries.map((entry) => {
      const nodes = new Map(
        columns.flatMap((column) => {
          const own = entry.columns.find((one) => one.name === column.name)
          return own === undefined ? [] : [[column.node, own.node] as const]
        }),
      )
      const parentRow = firstRowOf.get(entry.parent) ?? 0
      const piece = { entry, firstRow: rows, firstGroup: groups, parentRow, nodes }
      firstRowOf.set(entry.id, rows)
      rows += entry.rows
      groups += segment.groups(entry.id).length
      return piece
    })
    return {
      pieces,
      keyNode: key?.node ?? -1,
      entry: {
        ...first!,
        id,
        parent,
        rows,
        columns: key === undefined ? columns : [key, ...columns],
        columnsLeftOut: entries.reduce((sum, entry) => sum + entry.columnsLeftOut, 0),
        ...(entries.length === 1
          ? {}
          : {
              path: commonPath(entries.map(({ path }) => path)),
              pieces: pieces.map(({ entry, firstRow }) => ({ firstRow, path: entry.path })),
            }),
        ...(first!.keyNode === undefined || entries.length === 1
          ? {}
          : { keyNode: columns.find(({ name }) => name === nameOf(first!, first!.keyNode!))!.node }),
      },
    }
  })
}

function nameOf(entry: TableEntry, node: number): string | undefined {
  return entry.columns.find((column) => column.node === node)?.name
}

/** The columns of all pieces by name; those of one piece alone keep their nodes. */
function uniteColumns(entries: readonly TableEntry[], newNode: () => number): SegmentColumnEntry[] {
  if (entries.length === 1) return [...entries[0]!.columns]
  const columns = new Map<string, SegmentColumnEntry>()
  for (const column of entries.flatMap((entry) => entry.columns)) {
    if (!columns.has(column.name)) columns.set(column.name, { ...column, node: newNode() })
  }
  return [...columns.values()]
}

function freeName(name: string, columns: readonly SegmentColumnEntry[]): string {
  let free = name
  for (let i = 2; columns.some((column) => column.name === free); i++) free = `${name}_${i}`
  return free
}

function commonPath(paths: readonly (readonly string[])[]): string[] {
  const [first] = paths
  const differing = first!.findIndex((token, at) => paths.some((path) => path[at] !== token))
  return differing < 0 ? [...first!] : first!.slice(0, differing)
}

function groupsOf(segment: Segment, { entry, pieces }: Whole): GroupRecord[] {
  return pieces.flatMap(({ entry: { id }, firstRow, firstGroup }) =>
    segment.groups(id).map((record) => ({
      ...record,
      table: entry.id,
      group: firstGroup + record.group,
      firstRow: firstRow + record.firstRow,
    })),
  )
}

/** Rows of a piece as rows of the whole; positions in the piece's own containers stay. */
function moveRows(rows: DecodedRows, { firstRow, parentRow }: Piece): DecodedRows {
  const { parents } = rows
  const indexes = rows.indexes ?? (firstRow === 0 ? undefined : counted(rows))
  return {
    ...rows,
    firstRow: rows.firstRow + firstRow,
    parents: parentRow === 0 ? parents : parents?.map((parent) => parent + parentRow),
    indexes,
  }
}

function counted({ firstRow, lengths }: DecodedRows): Int32Array {
  return Int32Array.from(lengths, (_, i) => firstRow + i)
}

function keyChunk(node: number, table: number, group: number, rows: number, key: string): ChunkRecord {
  const bytes = encodeText(key).subarray(0, prefixBytes)
  return {
    node,
    table,
    group,
    chunk: { offset: 0, length: 0, crc: 0 },
    zone: {
      nulls: 0,
      falses: 0,
      trues: 0,
      numbers: 0,
      texts: rows,
      jsons: 0,
      exacts: 0,
      distinctTexts: 1,
      minNumber: Number.POSITIVE_INFINITY,
      maxNumber: Number.NEGATIVE_INFINITY,
      textBounds: { min: bytes, max: bytes },
    },
  }
}

function keyColumn(rows: number, key: string): DecodedColumn {
  const heap = encodeText(key)
  return {
    rows,
    kind: ValueKind.text,
    kinds: undefined,
    mantissas: undefined,
    scale: 0,
    doubles: undefined,
    codes: new Uint16Array(rows),
    texts: { size: 1, offsets: Uint32Array.of(0, heap.length), heap },
    longTexts: [],
    references: 0,
    jsons: new Map(),
    exacts: new Map(),
  }
}
