import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commandErrors } from '../src/errors.js'
import { renderAnswer } from '../src/render/answer.js'
import { toCsv, toCsvField, toJsonLines } from '../src/render/csv.js'
import { renderError } from '../src/render/error.js'
import { toInertJson, writeJson } from '../src/render/json.js'
import { formatBytes, formatDuration, groupDigits } from '../src/render/numbers.js'
import { cutToWidth, measureWidth, toInertLines, toPrintable } from '../src/render/printable.js'
import { renderProgress } from '../src/render/progress.js'
import { renderSchema } from '../src/render/schema.js'
import { createStyle } from '../src/render/style.js'
import { renderTable } from '../src/render/table.js'
import { answer, createFakeSession, dataset } from './fake-session.js'

const plain = createStyle(false, {})
const layout = { columns: 80, style: plain, maxRows: 40, maxEvidence: 5 }
const widest = (text: string) => Math.max(...text.split('\n').map(measureWidth))

it('shows an answer with how it was read, coverage, evidence and bill', () => {
  expect(renderAnswer(answer, layout)).toBe(
    [
      '  1,103 movies have MPAA Rating R.',
      '',
      '  read as    count of movies · MPAA Rating = "R"',
      '  coverage   3,201 considered · 2,596 used · 605 skipped (null: MPAA Rating)',
      '  evidence   /0 · /1 · /2 · /3 · /4 · and 1,098 more records',
      '  bill       $0.00 · no model called · 31 ms',
      '',
    ].join('\n'),
  )
})

it('shows rows as a table with numbers to the right and null as a dash', () => {
  const table = renderTable(
    [
      { name: 'origin', type: 'text' },
      { name: 'flights', type: 'number' },
      { name: 'year', type: 'decimal' },
    ],
    [
      ['ORD', 166341, '1998'],
      ['Zürich', null, '12345678901234567890.5'],
    ],
    layout,
  )
  expect(table).toBe(
    [
      '  origin  flights                          year',
      '  ──────  ───────  ────────────────────────────',
      '  ORD     166,341                          1998',
      '  Zürich        –  12,345,678,901,234,567,890.5',
      '',
    ].join('\n'),
  )
})

it('never writes wider than the terminal, whatever the data', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
  )
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 30 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 40, max: 200 }),
      fc.array(fc.array(cell, { minLength: 30, maxLength: 30 }), { maxLength: 4 }),
      (names, columns, rows) => {
        const header = names.map((name) => ({ name, type: 'mixed' as const }))
        const text = renderTable(header, rows, { columns, maxRows: 3, style: plain })
        expect(widest(text)).toBeLessThanOrEqual(columns)
      },
    ),
  )
})

it('lets no control character of the data reach the terminal', () => {
  expect(toPrintable('a\u001b[31mred\u0007\n\u202eevil\u0085')).toBe(
    'a\\u001b[31mred\\u0007\\n\\u202eevil\\u0085',
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(toPrintable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }),
  )
})

it('measures wide and combining characters', () => {
  expect(measureWidth('東京')).toBe(4)
  expect(measureWidth('e\u0301')).toBe(1)
  expect(measureWidth('👩‍👩‍👧')).toBe(2)
  expect(cutToWidth('東京都庁', 5)).toBe('東京…')
  expect(cutToWidth('short', 5)).toBe('short')
})

it('counts what has no room', () => {
  const header = Array.from({ length: 30 }, (_, index) => ({
    name: `column ${index}`,
    type: 'text' as const,
  }))
  const rows = Array.from({ length: 50 }, () => header.map(({ name }) => name))
  const text = renderTable(header, rows, layout)
  expect(text).toContain('… 10 more rows and 22 more columns')
})

it('writes CSV by RFC 4180 that no spreadsheet runs', () => {
  expect(toCsvField('plain')).toBe('plain')
  expect(toCsvField('a,"b"\nc')).toBe('"a,""b""\nc"')
  expect(toCsvField(null)).toBe('')
  expect(toCsvField('')).toBe('""')
  expect(toCsvField('=HYPERLINK("http://x")')).toBe('"\'=HYPERLINK(""http://x"")"')
  for (const text of ['+49 30', '-cmd', '@SUM(A1)', '\tx', '\rx', '  =1+1', '＝1+1'])
    expect(toCsvField(text)).toMatch(/^"?'/)
  for (const text of ['-5', '+12.50', '-1e400', '9007199254740993']) expect(toCsvField(text)).toBe(text)
  expect(toCsvField(-5)).toBe('-5')
  const header = [{ name: '=1+1', type: 'text' as const }]
  expect([...toCsv(header, [['x']])].join('')).toBe("'=1+1\r\nx\r\n")
})

it('writes JSON that is the same document and steers no terminal', () => {
  const value = { text: 'a\u009b31mb\u202ec', n: 1 }
  expect(toInertJson(value)).toBe('{"text":"a\\u009b31mb\\u202ec","n":1}')
  expect(JSON.parse(toInertJson(value))).toEqual(value)
  expect(toInertLines('a\u001b[31m,b\r\nc\r\n')).toBe('a\\u001b[31m,b\r\nc\r\n')
})

it('keeps every text through CSV and back, but for the mark of a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 6 }), (texts) => {
      const header = texts.map((_, index) => ({ name: `c${index}`, type: 'text' as const }))
      const [, row] = parseCsv([...toCsv(header, [texts])].join(''))
      row!.forEach((field, index) => {
        expect([texts[index], `'${texts[index]}`]).toContain(field)
        expect(/^[=@\t\r]/.test(field)).toBe(false)
      })
    }),
  )
})

it('writes JSON Lines with keys that could be dangerous', () => {
  const header = ['a', '__proto__'].map((name) => ({ name, type: 'text' as const }))
  expect([...toJsonLines(header, [['x', 'y']])].join('')).toBe('{"a":"x","__proto__":"y"}\n')
})

it('writes the same document in pieces as at once', async () => {
  const { out } = createFakeSession()
  const document = {
    a: 1,
    skipped: undefined,
    rows: Array.from({ length: 2500 }, (_, index) => [index, 'é"']),
    none: [],
    deep: { b: [null] },
  }
  await writeJson(out, document)
  expect(out.text).toBe(`${JSON.stringify(document)}\n`)
})

it('groups digits, bytes and times for people', () => {
  expect(groupDigits('152194')).toBe('152,194')
  expect(groupDigits('-1234567.8901')).toBe('-1,234,567.8901')
  expect(groupDigits('1998')).toBe('1998')
  expect(groupDigits('1e400')).toBe('1e400')
  expect([0, 999, 1000, 999_600, 17_142_887, 1e9, 12.34e9].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.00 kB',
    '1.00 MB',
    '17.1 MB',
    '1.00 GB',
    '12.3 GB',
  ])
  expect([0.42, 31.4, 999.7, 2400, 59_970, 125_000].map(formatDuration)).toEqual([
    '0.4 ms',
    '31 ms',
    '1.0 s',
    '2.4 s',
    '1 min 00 s',
    '2 min 05 s',
  ])
})

it('draws progress within the width', () => {
  const event = {
    type: 'ingest-progressed' as const,
    dataset: 'x',
    source: '/data/a-rather-long-name-of-a-building.ifc.json',
    bytes: 412_000_000,
    totalBytes: 1_000_000_000,
    records: 209_411,
    elapsedMs: 1716,
  }
  const line = renderProgress(event, 80)
  expect(line).toContain('412 MB · 240 MB/s · 209,411 rec · ETA 3 s')
  expect(line).toContain('█████░░░░░░░')
  expect(measureWidth(line)).toBeLessThan(80)
  expect(renderProgress({ ...event, totalBytes: null }, 80)).not.toContain('ETA')
})

it('shows an error with its place and the next step', () => {
  const error = commandErrors.create(
    'INTERNAL',
    'The file ends inside a string.',
    { cause: 'x' },
    { hint: 'Fetch it again.' },
  )
  const placed = Object.assign(error, { details: { offset: 1233, line: 12, column: 7 } })
  expect(renderError(placed, plain, 80)).toBe(
    '  error  The file ends inside a string.\n  at     line 12, column 7 (byte 1,233)\n  try    Fetch it again.\n  code   INTERNAL\n',
  )
})

it('shows a schema', () => {
  const column = {
    name: 'US Gross',
    path: ['US Gross'],
    type: 'number' as const,
    counts: { missing: 0, null: 7, boolean: 0, number: 3194, text: 0, json: 0 },
    minNumber: '0',
    maxNumber: '760167650',
    integer: true,
    distinct: { count: 2700, exact: true },
    frequent: [],
  }
  const table = {
    name: 'movies',
    aliases: ['records'],
    rows: 3201,
    pointer: '',
    layout: 'array' as const,
    columns: [column],
    columnsLeftOut: 0,
  }
  const text = renderSchema({ dataset, catalog: { tables: [table] }, store: '/s' }, plain, 80)
  expect(text).toContain('movies  3,201 rows · the document itself · also called records')
  expect(text).toMatch(/US Gross\s+integer\s+99 %\s+2,700\s+0 … 760,167,650/)
})

it('folds a long schema, and shows readings, units and links', () => {
  const counts = { missing: 0, null: 0, boolean: 0, number: 0, text: 10, json: 0 }
  const text = {
    path: [],
    type: 'text' as const,
    counts,
    integer: false,
    distinct: { count: 9, exact: true },
    frequent: [{ value: 'often', count: 2 }],
  }
  const reading = {
    kind: 'number' as const,
    locale: 'de' as const,
    unit: 'mm',
    integer: false,
    read: 8,
    unread: 2,
    min: '-1.5',
    max: '12345',
    column: 'c0.number',
  }
  const columns = [
    { ...text, name: 'c0', reading },
    ...Array.from({ length: 299 }, (_, i) => ({ ...text, name: `c${i + 1}` })),
    { ...text, name: 'c0.number', type: 'number' as const, unit: 'mm', derivedFrom: 'c0' },
  ]
  const table = {
    name: 'wide',
    aliases: ['records'],
    rows: 10,
    pointer: '',
    layout: 'array' as const,
    columns,
    columnsLeftOut: 0,
  }
  const link = {
    from: { table: 'wide', column: 'storey' },
    to: { table: 'wide', column: 'Name', where: { column: 'type', value: 'Storey' } },
    share: 0.995,
    because: 'name' as const,
  }
  const schema = { dataset, catalog: { tables: [table], links: [link] }, store: '/s' }
  const short = renderSchema(schema, plain, 100)
  expect(short).toMatch(/↳ c0\.number\s+number, mm\s+80 %\s+-1\.5 … 12,345; 2 not readable/)
  expect(short).toContain('… and 260 more columns: see them with --table wide')
  expect(short).toContain('wide.storey → wide.Name where type = Storey  99 % of the values · name')
  expect(short).not.toContain('c40')
  expect(short.split('\n').length).toBeLessThan(60)
  for (const view of [{ all: true }, { table: 'records' }]) {
    const long = renderSchema(schema, plain, 100, view)
    expect(long).toContain('c299')
    expect(long.match(/c0\.number/g)).toHaveLength(1)
  }
})

it('shows nested columns below the object that they are in, with names that differ', () => {
  const common = {
    type: 'text' as const,
    counts: { missing: 0, null: 0, boolean: 0, number: 0, text: 3, json: 0 },
    integer: false,
    distinct: { count: 2, exact: true },
    frequent: [{ value: '', count: 2 }],
  }
  const reading = {
    kind: 'number' as const,
    locale: 'en' as const,
    integer: true,
    read: 3,
    unread: 0,
    min: '7',
    max: '7',
    column: 'psets.Pset_OfALongNameThatAloneIsWiderThanItsCell.Width.number',
  }
  const set = 'Pset_OfALongNameThatAloneIsWiderThanItsCell'
  const columns = [
    { ...common, name: 'id', path: ['id'] },
    { ...common, name: `psets.${set}.Width`, path: ['psets', set, 'Width'], reading },
    { ...common, name: 'a.b', path: ['a.b'], type: 'json' as const },
    { ...common, name: `psets.${set}."No. 1"`, path: ['psets', set, 'No. 1'] },
    { ...common, name: 'place.city', path: ['place', 'city'] },
  ]
  const map = {
    name: 'sets',
    aliases: [],
    rows: 3,
    pointer: '',
    layout: 'map' as const,
    parent: 'parts',
    columns: [{ ...common, name: 'key', path: ['key'] }],
    columnsLeftOut: 0,
  }
  const table = { ...map, name: 'parts', pointer: '/parts', layout: 'array' as const, columns }
  const text = renderSchema({ dataset, catalog: { tables: [table, map] }, store: '/s' }, plain, 80)
  const lines = text.split('\n').map((line) => line.trimEnd())
  const start = lines.findIndex((line) => line.includes('───')) + 1
  expect(
    lines.slice(start, start + 7).map((line) => line.replace(/ {2,}(text|json|integer).*$/, '')),
  ).toEqual([
    '  id',
    `  psets.${set}`,
    '    .Width',
    '    ↳ .Width.number',
    '    ."No. 1"',
    '  a.b',
    '  place.city',
  ])
  expect(lines[start]).toMatch(/2 {2}''$/)
  expect(lines[start + 3]).toMatch(/ 7$/)
  expect(lines[start + 5]).toMatch(/json +100 % +''$/)
  expect(text).toContain('sets  3 rows · one a key · inside parts')
})

it('colours only terminals, never under NO_COLOR', () => {
  expect(createStyle(true, {}).bad('x')).toContain('\u001b[')
  expect(createStyle(true, { NO_COLOR: '1' }).bad('x')).toBe('x')
  expect(createStyle(true, { TERM: 'dumb' }).bad('x')).toBe('x')
  expect(createStyle(false, { FORCE_COLOR: '1', CI: '1' }).bad('x')).toBe('x')
})

/** A reader of RFC 4180 for the test alone. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  while (at < text.length) {
    let field = ''
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        field += text[at]
        if (text[at] === '"') at += 1
      }
      at += 1
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') field += text[at++]
    rows.at(-1)!.push(field)
    if (text[at] === ',') at += 1
    else {
      at += 2
      if (at < text.length) rows.push([])
    }
  }
  return rows
}
