import { LRUCache } from 'lru-cache'
import { ChunkDictionary } from './chunk-dictionary.js'
import type { DecodedColumn } from './decode-column.js'
import { toDoubles } from './scaled-numbers.js'

/** A decoded column chunk, with what is derived from it once and then kept as long as it is. */
export interface CachedColumn {
  readonly column: DecodedColumn
  /** Of its inline texts; undefined when there is none. */
  readonly dictionary: ChunkDictionary | undefined
  /** Nearest doubles of its numbers; undefined when there is none. */
  readonly numbers: Float64Array | undefined
}

/** Decoded column chunks, the least recently used thrown away first. Keys name a file and a place in it. */
export interface ColumnCache {
  /** Gives what is kept under the key, or decodes it. `bytes` is what it weighs undecoded. */
  get(key: string, bytes: number, decode: () => Promise<DecodedColumn>): Promise<CachedColumn>
}

/** Default bound of `createColumnCache`. */
export const defaultCacheBytes = 256 * 1024 * 1024

/** Estimates of what JavaScript keeps for one text, what it reads as, a span or map entry. */
const textBytes = 64
const readingBytes = 48
const entryBytes = 120

/** Keeps up to `maxBytes` of decoded chunks, by an estimate that counts what may still be derived from them; 0: none. */
export function createColumnCache(maxBytes: number): ColumnCache {
  const kept =
    maxBytes === 0
      ? undefined
      : new LRUCache<string, CachedColumn>({
          maxSize: maxBytes,
          maxEntrySize: Math.ceil(maxBytes / 8),
        })
  return {
    async get(key, bytes, decode) {
      const known = kept?.get(key)
      if (known !== undefined) return known
      const made = toCached(await decode())
      kept?.set(key, made, { size: bytes + weigh(made.column) })
      return made
    },
  }
}

export function toCached(column: DecodedColumn): CachedColumn {
  let numbers = column.doubles
  return {
    column,
    dictionary: column.codes === undefined ? undefined : new ChunkDictionary(column.texts),
    get numbers() {
      if (numbers === undefined && column.mantissas !== undefined)
        numbers = toDoubles(column.mantissas, column.scale)
      return numbers
    },
  }
}

/** Bytes beyond those of the chunk: lanes spread over all rows, doubles, decoded texts, places of references. */
function weigh({
  rows,
  kinds,
  mantissas,
  codes,
  texts,
  longTexts,
  references,
  exacts,
}: DecodedColumn): number {
  const lanes = (kinds?.byteLength ?? 0) + (mantissas === undefined ? 0 : 8 * rows) + (codes?.byteLength ?? 0)
  return (
    lanes +
    (textBytes + readingBytes) * texts.size +
    texts.heap.length +
    entryBytes * (longTexts.length + references + exacts.size)
  )
}
