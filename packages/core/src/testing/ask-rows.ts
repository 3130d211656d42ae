import { openJson } from './ask-json.js'

/** Rows as people write them: texts under names. */
export function writeRows(names: readonly string[], rows: readonly (readonly string[])[]): string {
  return JSON.stringify(rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? '']))))
}

/** Asks over a table of that name, and gives the cells that answer, or the reason of a refusal. */
export async function openRows(text: string, name = 'table'): Promise<(question: string) => Promise<string>> {
  const { ask } = await openJson(text, name)
  return async (question) => {
    const { reading, columns, rows } = await ask(question)
    if (reading.status !== 'plan') return reading.reason
    const at = columns.flatMap((column, i) => (reading.asked.includes(column) ? [i] : []))
    return rows.map((row) => at.map((i) => String(row[i])).join(' ')).join(', ')
  }
}
