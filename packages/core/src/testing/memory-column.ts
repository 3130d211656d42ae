import type { CatalogColumn, FrequentValue } from '../catalog/catalog.js'
import { toColumnType } from '../catalog/column-type.js'
import { isPlaceholder } from '../catalog/placeholders.js'
import { decimalOfDouble, parseDecimal } from '../columns/decimal.js'
import { toMantissas } from '../columns/scaled-numbers.js'
import { type Dictionary, ValueKind, type Vector } from '../columns/table.js'
import { compareNumberTexts, numberText, type ReadCell } from './memory-cell.js'

/** One batch of a memory table's column, in the lanes that a column segment would give. */
export function toVector(cells: readonly ReadCell[]): Vector {
  const length = cells.length
  const kinds = Uint8Array.from(cells, (cell) => cell.kind)
  const first = kinds[0] ?? ValueKind.missing
  const alike = kinds.every((kind) => kind === first)
  const has = (kind: ValueKind) => kinds.includes(kind)
  return {
    length,
    ...(alike ? { kind: first as ValueKind } : { kinds }),
    ...(has(ValueKind.number) ? numberLanes(cells) : {}),
    ...(has(ValueKind.text) ? textLanes(cells) : {}),
    ...(has(ValueKind.json)
      ? { json: rowsOf(cells, (cell) => (cell.kind === ValueKind.json ? cell.text : undefined)) }
      : {}),
  }
}

function numberLanes(cells: readonly ReadCell[]): Pick<Vector, 'numbers' | 'scaled' | 'exact'> {
  const numbers = Float64Array.from(cells, (cell) => (cell.kind === ValueKind.number ? cell.number : 0))
  const exact = rowsOf(cells, (cell) => cell.exact)
  const finite = [...numbers].every((value) => Number.isFinite(value))
  const scale = finite ? Math.max(0, ...Array.from(numbers, (value) => -decimalOfDouble(value).exponent)) : -1
  const mantissa = exact.size === 0 ? toMantissas(numbers, scale) : undefined
  return {
    numbers,
    ...(mantissa === undefined ? {} : { scaled: { mantissa, scale } }),
    ...(exact.size === 0 ? {} : { exact }),
  }
}

function textLanes(cells: readonly ReadCell[]): Pick<Vector, 'codes' | 'dictionary'> {
  const codeOf = new Map<string, number>()
  const codes = Uint16Array.from(cells, (cell) => {
    if (cell.kind !== ValueKind.text) return 0
    const code = codeOf.get(cell.text) ?? codeOf.size
    codeOf.set(cell.text, code)
    return code
  })
  const texts = [...codeOf.keys()]
  const dictionary: Dictionary = {
    size: texts.length,
    text: (code) => texts[code]!,
    find: (text) => codeOf.get(text) ?? -1,
  }
  return { codes, dictionary }
}

function rowsOf(
  cells: readonly ReadCell[],
  read: (cell: ReadCell) => string | undefined,
): Map<number, string> {
  const rows = new Map<number, string>()
  cells.forEach((cell, row) => {
    const text = read(cell)
    if (text !== undefined) rows.set(row, text)
  })
  return rows
}

/** What the catalog would say of the column. */
export function describeColumn(name: string, cells: readonly ReadCell[]): CatalogColumn {
  const count = (...kinds: ValueKind[]) => cells.filter((cell) => kinds.includes(cell.kind)).length
  const counts = {
    missing: count(ValueKind.missing),
    null: count(ValueKind.null),
    boolean: count(ValueKind.false, ValueKind.true),
    number: count(ValueKind.number),
    text: count(ValueKind.text),
    json: count(ValueKind.json),
  }
  const texts = cells.filter((cell) => cell.kind === ValueKind.text).map((cell) => cell.text)
  const numbers = cells
    .filter((cell) => cell.kind === ValueKind.number)
    .map(numberText)
    .sort(compareNumberTexts)
  const sorted = [...texts].sort(compareCodePoints)
  const found = countValues(cells)
  const values = [...found.values()]
  return {
    name,
    path: [name],
    type: toColumnType(counts, texts.filter(isPlaceholder).length),
    counts,
    ...(numbers.length === 0 ? {} : { minNumber: numbers[0]!, maxNumber: numbers.at(-1)! }),
    integer: numbers.length > 0 && numbers.every((text) => parseDecimal(text)!.exponent >= 0),
    ...(sorted.length === 0 ? {} : { minText: cut(sorted[0]!), maxText: cut(sorted.at(-1)!) }),
    distinct: { count: found.size, exact: true },
    frequent: values.every((value) => value.count === 1)
      ? []
      : values
          .sort((a, b) => b.count - a.count || compareCodePoints(String(a.value), String(b.value)))
          .slice(0, 20),
  }
}

function countValues(cells: readonly ReadCell[]): Map<string, FrequentValue> {
  const found = new Map<string, FrequentValue>()
  for (const cell of cells) {
    const value = frequentValue(cell)
    if (value === undefined) continue
    const key = `${cell.kind}:${value}`
    found.set(key, { value, count: (found.get(key)?.count ?? 0) + 1 })
  }
  return found
}

function frequentValue(cell: ReadCell): string | boolean | undefined {
  if (cell.kind === ValueKind.false || cell.kind === ValueKind.true) return cell.kind === ValueKind.true
  if (cell.kind === ValueKind.number) return numberText(cell)
  return cell.kind === ValueKind.text ? cell.text : undefined
}

function cut(text: string): string {
  return [...text].slice(0, 64).join('')
}

function compareCodePoints(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  const at = left.findIndex((character, i) => character !== right[i])
  if (at === -1) return left.length - right.length
  return left[at]!.codePointAt(0)! - (right[at]?.codePointAt(0) ?? -1)
}
