import { decodeText, decodeWtf8 } from '../json/text.js'
import { ChunkDictionary } from './chunk-dictionary.js'
import type { ResolvedReferences } from './chunk-vector.js'
import type { DecodedColumn, SourceSpan, SpansByRow } from './decode-column.js'
import { joinNeighbours } from './join-neighbours.js'
import type { Dictionary } from './table.js'

/** Bytes `[start, end)` of the decoded source that was ingested. */
export type ReadSource = (start: number, end: number) => Promise<Uint8Array>

/** Texts of spans, in their order; neighbours share a read. */
async function readSpans(spans: readonly SourceSpan[], readSource: ReadSource): Promise<string[]> {
  const texts = new Array<string>(spans.length)
  for (const { start, end, members } of joinNeighbours(spans)) {
    const bytes = await readSource(start, end)
    for (const member of members) {
      const span = spans[member]!
      const from = span.start - start
      texts[member] = decodeText(bytes, from, from + span.length, span.escaped)
    }
  }
  return texts
}

/** Bytes of the source that each row of a column refers to; undefined when no row refers to any. */
export function referencedBytes(column: DecodedColumn): ((row: number) => number) | undefined {
  if (column.jsons.size === 0 && column.longTexts.length === 0) return undefined
  const { codes, texts, longTexts } = column
  return (row) => {
    const json = column.jsons.get(row)?.length ?? 0
    const long = codes === undefined ? 0 : (longTexts[codes[row]! - texts.size]?.length ?? 0)
    return json + long
  }
}

const none = new Map<number, string>()

/** What a column without references gives without reading; undefined where something must be read. */
export function withoutReading(
  column: DecodedColumn,
  dictionary: Dictionary | undefined,
): ResolvedReferences | undefined {
  const { references, longTexts, exacts, codes } = column
  if (references > 0 || longTexts.length > 0 || exacts.size > 0) return undefined
  return { json: none, exact: none, codes, dictionary }
}

/** Reads what rows `from … to - 1` of a column refer to. Keys of the maps are relative to `from`. */
export async function readReferences(
  column: DecodedColumn,
  from: number,
  to: number,
  dictionary: Dictionary | undefined,
  readSource: ReadSource,
): Promise<ResolvedReferences> {
  const json = await readJsons(column.jsons, from, to, readSource)
  const exact = new Map<number, string>()
  for (const [row, text] of column.exacts) {
    if (row >= from && row < to) exact.set(row - from, decodeWtf8(text, 0, text.length))
  }
  if (column.longTexts.length === 0) return { json, exact, codes: column.codes, dictionary }
  return { json, exact, ...(await readLongTexts(column, from, to, readSource)) }
}

async function readJsons(
  jsons: SpansByRow,
  from: number,
  to: number,
  readSource: ReadSource,
): Promise<Map<number, string>> {
  const rows: number[] = []
  for (const row of jsons.keys()) if (row >= from && row < to) rows.push(row)
  const texts = await readSpans(
    rows.map((row) => jsons.get(row)!),
    readSource,
  )
  return new Map(rows.map((row, i) => [row - from, texts[i]!]))
}

/** Equal long texts get one code, so that a vector's codes stay distinct texts. */
async function readLongTexts(
  column: DecodedColumn,
  from: number,
  to: number,
  readSource: ReadSource,
): Promise<{ codes: Uint16Array; dictionary: Dictionary }> {
  const { size } = column.texts
  const codes = column.codes!.slice()
  const rows: number[] = []
  for (let row = from; row < to; row++) if (codes[row]! >= size) rows.push(row)
  const texts = await readSpans(
    rows.map((row) => column.longTexts[codes[row]! - size]!),
    readSource,
  )
  const codeOf = new Map<string, number>()
  texts.forEach((text, i) => {
    const code = codeOf.get(text) ?? size + codeOf.size
    codeOf.set(text, code)
    codes[rows[i]!] = code
  })
  return { codes, dictionary: new ChunkDictionary(column.texts, [...codeOf.keys()]) }
}
