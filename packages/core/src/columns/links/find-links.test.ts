import { describe, expect, it, vi } from 'vitest'
import { buildCatalog } from '../../catalog/build-catalog.js'
import type { CatalogLink } from '../../catalog/catalog.js'
import { isNamedAfter, isSameNoun, readLinkName, readReference } from '../../catalog/link-names.js'
import { buildTestSegment } from '../../testing/build-test-segment.js'
import { describeSegment } from '../statistics/describe-segment.js'
import { findLinks } from './find-links.js'

async function linksOf(document: unknown, maxGroupRows = 65_536): Promise<CatalogLink[]> {
  const { segment } = await buildTestSegment(JSON.stringify(document), { columnLimits: { maxGroupRows } })
  return findLinks(segment, buildCatalog(await describeSegment(segment)))
}

const brief = ({ from, to, because }: CatalogLink) => [
  `${from.table}.${from.column}`,
  `${to.table}.${to.column}${to.where === undefined ? '' : `[${to.where.column}=${to.where.value}]`}`,
  because,
]
const list = <Row>(length: number, make: (i: number) => Row) => Array.from({ length }, (_, i) => make(i))

describe('links', () => {
  it('finds keys by name, also of small numbers', async () => {
    const airports = list(10, (i) => ({ id: i + 1, city: `City ${i % 4}` }))
    const flights = list(50, (i) => ({ airport_id: (i % 10) + 1, delay: (i % 9) + 1, n: i }))
    expect((await linksOf({ airports, flights }, 7)).map(brief)).toEqual([
      ['flights.airport_id', 'airports.id', 'name'],
    ])
  })

  it('finds texts of three characters and more by their values alone', async () => {
    const airports = list(10, (i) => ({ iata: `AP${i}`, size: i * 3 }))
    const flights = list(50, (i) => ({ origin: `AP${i % 10}`, gate: 'B', n: i }))
    expect((await linksOf({ airports, flights })).map(brief)).toEqual([
      ['flights.origin', 'airports.iata', 'values'],
    ])
    const short = await linksOf({
      airports: list(10, (i) => ({ iata: `A${i}`, size: i * 3 })),
      flights: list(50, (i) => ({ origin: `A${i % 10}`, n: i })),
    })
    expect(short).toEqual([])
  })

  it('reads no keys for columns whose frequent texts are none of them', async () => {
    const rooms = list(60, (i) => ({ label: `Room ${100 + i}`, size: i * 3 }))
    const lamps = (kind: (i: number) => string) => list(50, (i) => ({ seen: kind(i), n: i }))
    const readsOf = async (document: unknown) => {
      const { segment } = await buildTestSegment(JSON.stringify(document), {
        columnLimits: { maxGroupRows: 7 },
      })
      const catalog = buildCatalog(await describeSegment(segment))
      const node = segment.tables
        .find(({ name }) => name === 'rooms')!
        .columns.find(({ name }) => name === 'label')!.node
      const reads = vi.spyOn(segment, 'readColumn')
      const links = await findLinks(segment, catalog)
      return {
        links: links.map(brief),
        reads: reads.mock.calls.filter(([chunk]) => chunk.node === node).length,
      }
    }
    const groups = Math.ceil(60 / 7)
    expect(await readsOf({ rooms, lamps: lamps((i) => `Room ${100 + (i % 3)}b`) })).toEqual({
      links: [],
      reads: groups,
    })
    expect(await readsOf({ rooms, lamps: lamps((i) => `Room ${100 + (i % 3)}`) })).toEqual({
      links: [['lamps.seen', 'rooms.label', 'values']],
      reads: 2 * groups,
    })
  })

  it('needs 99 % of the values, placeholders aside, exactly', async () => {
    const parts = list(10, (i) => ({ code: `P-${100 + i}`, weight: i }))
    const withMisses = (misses: number) =>
      linksOf({
        parts,
        orders: list(1000, (i) => ({ part: i < misses ? 'P-105x' : `P-${100 + (i % 10)}`, n: i })),
      })
    expect(await withMisses(11)).toEqual([])
    const [link] = await withMisses(10)
    expect(link).toMatchObject({ share: 0.99, because: 'name' })
    const orders = list(100, (i) => ({ part: i < 50 ? 'n/a' : `P-${100 + (i % 10)}`, n: i }))
    expect((await linksOf({ parts, orders }))[0]?.share).toBe(1)
  })

  it('never links to values that repeat, are absent, or small numbers without a name', async () => {
    const repeated = list(10, (i) => ({ code: `P-${100 + (i % 9)}`, w: i }))
    const absent = list(10, (i) => ({ code: i === 3 ? null : `P-${100 + i}`, w: i }))
    const orders = list(40, (i) => ({ part: `P-${104 + (i % 4)}`, w: i % 10 }))
    expect(await linksOf({ parts: repeated, orders })).toEqual([])
    expect(await linksOf({ parts: absent, orders })).toEqual([])
  })

  it('says of columns that are alike in many tables no more than three', async () => {
    const tables = Object.fromEntries(
      list(8, (t) => [`t${t}`, list(20, (i) => ({ [`c${t}`]: `key ${i}`, n: i * t }))]),
    )
    const links = await linksOf(tables)
    for (const { from } of links)
      expect(links.filter((link) => link.from.table === from.table)).toHaveLength(3)
    expect(links).toHaveLength(24)
  })

  it('links a table to its own rows by kin, and to its rows of one type', async () => {
    const staff = list(20, (i) => ({ id: i + 1, manager_id: i === 0 ? null : 1 + (i >> 2), age: i + 1 }))
    expect((await linksOf({ staff, x: 1 })).map(brief)).toEqual([['staff.manager_id', 'staff.id', 'name']])
    const elements = list(40, (i) => ({
      id: `g${i + 100}`,
      type: i < 3 ? 'IfcBuildingStorey' : ['IfcDoor', 'IfcWall'][i % 2],
      Name: i < 3 ? `Level ${i}` : `Part ${i % 5}`,
      storey: i % 9 === 0 ? null : `Level ${i % 3}`,
    }))
    expect((await linksOf({ elements, x: 1 }, 6)).map(brief)).toEqual([
      ['elements.storey', 'elements.Name[type=IfcBuildingStorey]', 'name'],
    ])
    const twice = elements.map((element, i) => ({
      ...element,
      storey: `Level ${i % 2}`,
      ...(i === 2 ? { Name: 'Level 1' } : {}),
    }))
    expect(await linksOf({ elements: twice, x: 1 })).toEqual([])
    const nameless = elements.map((element, i) => ({
      ...element,
      storey: `Level ${i % 2}`,
      ...(i === 2 ? { Name: null } : {}),
    }))
    expect(await linksOf({ elements: nameless, x: 1 })).toEqual([])
  })

  it('compares names by their words', () => {
    const named = (source: string, table: string, key: string) =>
      isNamedAfter(
        readLinkName({ table: 'flights', path: source.split('.') }),
        readLinkName({ table, path: [key] }),
      )
    for (const [source, table, key] of [
      ['airport_id', 'airports', 'id'],
      ['airportId', 'airport', 'id'],
      ['airport', 'airports', 'code'],
      ['home_city_id', 'cities', 'id'],
      ['storey.name', 'storeys', 'name'],
      ['tailCode', 'planes', 'tailCode'],
    ] as const)
      expect(named(source, table, key), source).toBe(true)
    for (const [source, table, key] of [
      ['id', 'airports', 'id'],
      ['delay', 'airports', 'id'],
      ['airport_id', 'airports', 'rank'],
      ['airport_id', 'airports', 'code'],
      ['port', 'airports', 'id'],
      ['width', 'airports', 'width'],
      ['page_number', 'airports', 'page_number'],
    ] as const)
      expect(named(source, table, key), source).toBe(false)
    expect(isSameNoun('city', 'cities')).toBe(true)
    expect(isSameNoun('tur', 'turen')).toBe(true)
    expect(isSameNoun('car', 'care')).toBe(true)
    expect(isSameNoun('car', 'carts')).toBe(false)
    expect(readReference(['storey', 'GlobalId'])).toEqual({ of: ['storey'], key: 'id' })
  })
})
