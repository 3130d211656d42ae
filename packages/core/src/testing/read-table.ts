import { formatDecimal, formatDouble, parseDecimal } from '../columns/decimal.js'
import { type Table, ValueKind, type Vector } from '../columns/table.js'

/**
 * One cell of a vector as a tagged text, by which tests compare: `missing`, `null`, `true`, `false`, `n:` and the
 * canonical decimal text (`n:-0` kept apart), `t:` and the text, `j:` and the JSON text.
 */
export function readCellTag(vector: Vector, row: number): string {
  switch (vector.kind ?? vector.kinds![row]) {
    case ValueKind.missing:
      return 'missing'
    case ValueKind.null:
      return 'null'
    case ValueKind.false:
      return 'false'
    case ValueKind.true:
      return 'true'
    case ValueKind.number:
      return numberTag(vector, row)
    case ValueKind.text:
      return `t:${vector.dictionary!.text(vector.codes![row]!)}`
    default:
      return `j:${vector.json!.get(row)}`
  }
}

function numberTag(vector: Vector, row: number): string {
  const exact = vector.exact?.get(row)
  if (exact !== undefined) return `n:${exact}`
  const number = vector.numbers![row]!
  return Object.is(number, -0) ? 'n:-0' : `n:${formatDouble(number)}`
}

/** The tag that a value should have, from its JSON text. Objects with members have no cell of their own. */
export function toCellTag(json: string): string {
  if (json === 'null' || json === 'true' || json === 'false') return json
  if (json.startsWith('"')) return `t:${JSON.parse(json)}`
  if (json.startsWith('{') || json.startsWith('[')) return `j:${json}`
  const decimal = parseDecimal(json)!
  return decimal.digits === '0' && json.startsWith('-') ? 'n:-0' : `n:${formatDecimal(decimal)}`
}

/** All rows of a table: cell tags by column name, without the missing ones and, unless asked for, without readings. */
export async function readTable(
  table: Table,
  columns: readonly string[] = table.schema.columns
    .filter(({ derivedFrom }) => derivedFrom === undefined)
    .map(({ name }) => name),
): Promise<Map<string, string>[]> {
  const rows: Map<string, string>[] = Array.from({ length: table.schema.rows }, () => new Map())
  for await (const batch of table.scan(columns)) {
    for (const [name, vector] of batch.columns) {
      for (let row = 0; row < batch.length; row++) {
        const tag = readCellTag(vector, row)
        if (tag !== 'missing') rows[batch.firstRow + row]!.set(name, tag)
      }
    }
  }
  return rows
}
