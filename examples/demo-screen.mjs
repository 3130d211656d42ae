import { styleText } from 'node:util'

const width = 80
const isPlain = !process.stdout.isTTY || Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb'

/** @param {Parameters<typeof styleText>[0]} format @param {string} text */
const paint = (format, text) => (isPlain ? text : styleText(format, text))

/** @param {number} count */
export const formatCount = (count) => count.toLocaleString('en-US')

/** @param {number} milliseconds */
const formatTime = (milliseconds) =>
  milliseconds < 1000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`

/** @param {readonly string[]} parts @param {string} separator @param {string} indent @param {string} first */
function wrap(parts, separator, indent, first) {
  const lines = [first]
  let isStart = true
  for (const part of parts) {
    const line = lines.at(-1) ?? ''
    if (!isStart && line.length + separator.length + part.length > width) lines.push(indent + part)
    else lines[lines.length - 1] = isStart ? line + part : line + separator + part
    isStart = false
  }
  return lines.join('\n')
}

/** @param {string} text */
export function printTitle(text) {
  console.log(
    `\n${wrap(text.split(' '), ' ', '  ', '  ')
      .split('\n')
      .map((line) => paint('bold', line))
      .join('\n')}`,
  )
}

/** @param {string} label @param {readonly string[]} parts */
function printFact(label, parts) {
  if (parts.length === 0) return
  const text = wrap(parts, ' · ', ' '.repeat(13), `  ${label.padEnd(11)}`)
  console.log(paint('dim', text.slice(0, 13)) + text.slice(13))
}

/** A heading for a source. @param {string} name @param {string} facts */
export function printSource(name, facts) {
  console.log(
    `\n  ${paint('cyan', name)} ${paint('dim', `${'─'.repeat(Math.max(2, width - name.length - facts.length - 5))} ${facts}`)}`,
  )
}

/**
 * @param {Awaited<ReturnType<import('@assay/sdk').Assay['ask']>>} answer
 * @param {number} elapsedMs
 */
export function printAnswer(answer, elapsedMs) {
  printTitle(`> ${answer.question.replace(/\s+/g, ' ')}`)
  console.log(`\n${wrap(answer.text.split(' '), ' ', '  ', '  ')}\n`)
  if (answer.rows !== undefined && answer.columns !== undefined && answer.rows.length > 1)
    printRows(answer.columns, answer.rows)
  printFact('read as', [...new Set(answer.reading.map((word) => word.as))])
  printFact('assuming', answer.assumptions)
  const { considered, used, skipped } = answer.coverage
  if (answer.status !== 'unsupported') {
    printFact('coverage', [
      `${formatCount(considered)} considered`,
      `${formatCount(used)} used`,
      ...(skipped.length === 0
        ? ['0 skipped']
        : skipped.map(({ reason, records }) => `${formatCount(records)} skipped (${reason})`)),
    ])
    const shown = answer.evidence.slice(0, 4).map(({ pointer }) => pointer)
    const more = answer.evidenceTotal - shown.length
    printFact('evidence', more > 0 ? [...shown, `and ${formatCount(more)} more`] : shown)
  }
  const dollars = Number(answer.cost.nanoUsd) / 1e9
  const models =
    answer.cost.calls.length === 0 ? 'no model called' : `${answer.cost.calls.length} model calls`
  printFact('bill', [`$${dollars.toFixed(2)}`, models, formatTime(elapsedMs)])
}

/** @param {readonly { name: string }[]} columns @param {readonly (readonly unknown[])[]} rows */
function printRows(columns, rows) {
  const cells = [
    columns.map(({ name }) => name),
    ...rows.map((row) =>
      row.map((cell) => (typeof cell === 'number' ? formatCount(cell) : String(cell ?? '–'))),
    ),
  ]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)))
  for (const [index, row] of cells.entries()) {
    const line = row.map((cell, column) =>
      typeof rows[0]?.[column] === 'number'
        ? cell.padStart(widths[column] ?? 0)
        : cell.padEnd(widths[column] ?? 0),
    )
    console.log(`  ${index === 0 ? paint('dim', line.join('  ')) : line.join('  ')}`)
  }
  console.log()
}

/** @param {boolean} isRight @param {string} text */
export function printCheck(isRight, text) {
  printFact('checked', [paint(isRight ? 'green' : 'red', `${isRight ? '✓' : '✗'} ${text}`)])
}

/** Commands to go on with. @param {readonly string[]} commands */
export function printHint(commands) {
  console.log(`\n  Now yours:\n${commands.map((command) => `    ${command}\n`).join('')}`)
}
