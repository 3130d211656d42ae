import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildCatalog } from '../../catalog/build-catalog.js'
import { isNamedAfter, readLinkName } from '../../catalog/link-names.js'
import { isPlaceholder } from '../../catalog/placeholders.js'
import { buildTestSegment } from '../../testing/build-test-segment.js'
import { describeSegment } from '../statistics/describe-segment.js'
import { findLinks } from './find-links.js'

type Cell = string | number | null
type Row = Readonly<Record<string, Cell>>
type Tables = Readonly<Record<string, readonly Row[]>>

const text = fc.constantFrom('abc', 'abd', 'abe', 'xyz', 'éa', 'ab', 'n/a', '')
const cell = fc.oneof({ weight: 8, arbitrary: text }, fc.integer({ min: 0, max: 5 }), fc.constant(null))
const keys = fc.uniqueArray(
  fc.oneof(fc.constantFrom('abc', 'abd', 'abe', 'xyz', 'éa'), fc.constantFrom('ab', 'q')),
  {
    minLength: 2,
  },
)
const ports = fc
  .tuple(keys, fc.array(cell))
  .map(([ids, others]) => ids.map((id, i) => ({ code: id, x: others[i] ?? null })))
const trips = fc.array(fc.record({ port_code: fc.oneof(text, cell), y: text }), {
  minLength: 3,
  maxLength: 9,
})

/** The same rules over plain values. */
function naiveLinks(tables: Tables): string[] {
  const columns = Object.entries(tables).flatMap(([table, rows]) =>
    [...new Set(rows.flatMap(Object.keys))].map((name) => ({
      table,
      name,
      cells: rows.map((row) => row[name] ?? null),
    })),
  )
  const isTexts = (cells: readonly Cell[]) => {
    const values = cells.filter(
      (value) => value !== null && !(typeof value === 'string' && isPlaceholder(value)),
    )
    const texts = values.filter((value) => typeof value === 'string').length
    return values.length === 0 ? cells.some((value) => value !== null) : texts >= values.length * 0.95
  }
  const found = columns.flatMap((to) => {
    const isKey =
      to.cells.length > 1 &&
      to.cells.every((value) => typeof value === 'string') &&
      new Set(to.cells).size === to.cells.length
    if (!isKey) return []
    return columns.flatMap((from) => {
      const texts = from.cells.filter((value) => typeof value === 'string')
      const values = texts.filter((value) => value.trim() !== '' && !isPlaceholder(value))
      const share = values.filter((value) => to.cells.includes(value)).length / values.length
      if (from === to || !isTexts(from.cells) || !(share >= 0.99)) return []
      const read = ({ table, name }: { table: string; name: string }) => readLinkName({ table, path: [name] })
      if (isNamedAfter(read(from), read(to)))
        return [`${from.table}.${from.name} ${to.table}.${to.name} name`]
      const scalars = new Set(from.cells.filter((value) => value !== null))
      const isLong = values.every((value) => new TextEncoder().encode(value).length >= 3)
      const isFew = scalars.size >= 3 && scalars.size <= to.cells.length * 1.05
      if (from.table === to.table || !isLong || !isFew) return []
      return [`${from.table}.${from.name} ${to.table}.${to.name} values`]
    })
  })
  const named = found.filter((link) => link.endsWith(' name')).map((link) => link.split(' '))
  const isBetter = (link: string) => {
    const [from, to] = link.split(' ')
    return !named.some(([source, target]) => source === from || (source === to && target === from))
  }
  return found.filter((link) => link.endsWith(' name') || isBetter(link)).sort()
}

it('finds exactly the links that comparing all values finds', async () => {
  let links = 0
  await fc.assert(
    fc.asyncProperty(
      ports,
      trips,
      fc.integer({ min: 1, max: 9 }),
      async (portRows, tripRows, maxGroupRows) => {
        const tables: Tables = { ports: portRows, trips: tripRows }
        const { segment } = await buildTestSegment(JSON.stringify({ ...tables, single: 1 }), {
          columnLimits: { maxGroupRows },
        })
        const found = await findLinks(segment, buildCatalog(await describeSegment(segment)))
        const brief = found.map(
          ({ from, to, because }) => `${from.table}.${from.column} ${to.table}.${to.column} ${because}`,
        )
        links += brief.length
        expect(brief.sort()).toEqual(naiveLinks(tables))
      },
    ),
    { numRuns: 250 },
  )
  expect(links).toBeGreaterThan(15)
})
