import { isPlaceholder } from '../catalog/placeholders.js'
import { mayBeEmpty } from '../columns/readings/empty-bytes.js'
import type { Dictionary } from '../columns/table.js'

const known = new WeakMap<Dictionary, { readonly codes: Uint8Array | undefined }>()

/** 1 at the codes of texts that are blank or a placeholder; undefined where none is. Found once for each dictionary. */
export function findBlankCodes(dictionary: Dictionary): Uint8Array | undefined {
  const before = known.get(dictionary)
  if (before !== undefined) return before.codes
  let codes: Uint8Array | undefined
  for (let code = 0; code < dictionary.size; code++) {
    const raw = dictionary.bytes?.(code)
    if (raw !== undefined && !mayBeEmpty(raw.heap, raw.start, raw.end)) continue
    if (!isBlank(dictionary.text(code))) continue
    codes ??= new Uint8Array(dictionary.size)
    codes[code] = 1
  }
  known.set(dictionary, { codes })
  return codes
}

function isBlank(text: string): boolean {
  return text.trim() === '' || isPlaceholder(text)
}
