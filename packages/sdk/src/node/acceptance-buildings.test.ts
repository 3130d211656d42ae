import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../index.js'
import { type Assay, createAssay, fromFile } from './index.js'

const data = fileURLToPath(new URL('../../../../../shared/data/buildings', import.meta.url))
const isThere = existsSync(data)
if (!isThere) console.warn('SKIPPED: shared/data is not there, so the two buildings were not asked.')

interface Element {
  readonly expressID: number
  readonly type: string
  readonly GlobalId?: string
  readonly Name?: string
  readonly Elevation?: number
  readonly storey: string | null
  readonly psets: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly materials: readonly string[]
}

let folder: string
let assay: Assay
beforeAll(async () => {
  if (!isThere) return
  folder = await mkdtemp(join(tmpdir(), 'assay-buildings-'))
  assay = await createAssay({ store: folder })
})
afterAll(async () => {
  if (!isThere) return
  await assay.close()
  await rm(folder, { recursive: true })
})

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
/** A nested column's name, as DESIGN says it. */
const toName = (...path: readonly string[]) =>
  path.map((token) => (/[."]|^$/.test(token) ? JSON.stringify(token) : token)).join('.')

type Property = readonly [set: string, property: string]
interface Building {
  readonly name: string
  /** Properties that are columns, and such that are rows: a table has at most 512 columns. */
  readonly columns: readonly Property[]
  readonly entries: readonly Property[]
}
const buildings: readonly Building[] = [
  {
    name: 'duplex',
    columns: [
      ['PSet_Revit_Type_Identity Data', 'Fire Rating'],
      ['Pset_WallCommon', 'IsExternal'],
      ['PSet_Revit_Dimensions', 'Area'],
      ['GSA Space Areas', 'GSA BIM Area'],
    ],
    entries: [],
  },
  {
    name: 'AC20-FZK-Haus',
    columns: [
      ['ArchiCADProperties', 'Raumname'],
      ['ArchiCADProperties', 'Von Raum-Nummer'],
      ['ArchiCADQuantities', 'Nettofläche'],
    ],
    entries: [
      ['BaseQuantities', 'NetHeight'],
      ['Pset_DoorCommon', 'ThermalTransmittance'],
      ['Pset_FireRatingProperties', 'FireResistanceRating'],
    ],
  },
]

describe.skipIf(!isThere).each(buildings)('$name', ({ name, columns: inColumns, entries }) => {
  let elements: readonly Element[]
  beforeAll(async () => {
    const path = join(data, `${name}.elements.json`)
    elements = (JSON.parse(readFileSync(path, 'utf8')) as { elements: Element[] }).elements
    await assay.ingest(await fromFile(path), { name })
  })

  /** Asks, and has the answer checked, with all its numbers, against the file. */
  async function query(sql: string): Promise<Answer> {
    const answer = await assay.query(name, sql)
    expect(answer.status).toBe('answered')
    const sent = JSON.parse(JSON.stringify(answer)) as Answer
    expect(await assay.verify(sent)).toMatchObject({ ok: true, problems: [] })
    expect(await assay.verify(sent, { full: true })).toMatchObject({ ok: true, problems: [], full: true })
    return answer
  }

  it('entities of every type, in one answer and one by one', async () => {
    const counts = new Map<string, number>()
    for (const { type } of elements) counts.set(type, (counts.get(type) ?? 0) + 1)
    const { rows, coverage } = await query('SELECT type, count(*) FROM elements GROUP BY type')
    expect(rows).toEqual([...counts])
    expect(coverage).toEqual({ considered: elements.length, used: elements.length, withheld: 0, skipped: [] })
    for (const [type, count] of counts) {
      const answer = await assay.query(name, `SELECT count(*) FROM elements WHERE type = '${type}'`)
      expect(answer).toMatchObject({ value: count, evidenceTotal: count })
    }
  })

  const having = (set: string, property: string) =>
    elements.flatMap(({ expressID, psets }) => {
      const value = psets[set]?.[property]
      return value === undefined ? [] : [[expressID, value]]
    })

  it.each(inColumns)('property %s.%s, a column', async (set, property) => {
    const column = quote(toName('psets', set, property))
    const expected = having(set, property)
    expect(expected.length).toBeGreaterThan(0)
    const { rows } = await query(`SELECT expressID, ${column} FROM elements WHERE ${column} IS NOT NULL`)
    expect(rows).toEqual(expected)
    const [, value] = expected[0]!
    const literal = typeof value === 'string' ? `'${value}'` : String(value)
    const same = await query(`SELECT count(*) FROM elements WHERE ${column} = ${literal}`)
    expect(same.value).toBe(expected.filter((row) => row[1] === value).length)
  })

  it.skipIf(entries.length === 0)('properties that are rows of a map', async () => {
    for (const [set, property] of entries) {
      const expected = having(set, property)
      expect(expected.length).toBeGreaterThan(0)
      const { rows } = await query(
        `SELECT e.expressID, m.value FROM elements e JOIN elements_psets s ON s._parent = e._row
         JOIN elements_psets_members m ON m._parent = s._row
         WHERE s.key = '${set}' AND m.key = '${property}'`,
      )
      expect(rows).toEqual(expected)
    }
  })

  it('every property of every element, in columns or as rows of a map', async () => {
    const { catalog } = await assay.schema(name)
    const columns = catalog.tables
      .find((table) => table.name === 'elements')!
      .columns.filter((column) => column.name.startsWith('psets.') && column.derivedFrom === undefined)
      .map((column) => column.name)
    expect(columns.length).toBeLessThanOrEqual(512)
    const found = new Map<string, unknown>()
    const wide = await assay.query(name, `SELECT expressID, ${columns.map(quote).join(', ')} FROM elements`)
    for (const [id, ...values] of wide.rows!)
      values.forEach((value, index) => {
        if (value !== null) found.set(`${String(id)} ${columns[index]!}`, value)
      })
    if (catalog.tables.some((table) => table.name === 'elements_psets')) {
      const { rows } = await assay.query(
        name,
        `SELECT e.expressID, s.key, m.key, m.value FROM elements_psets_members m
         JOIN elements_psets s ON m._parent = s._row JOIN elements e ON s._parent = e._row`,
      )
      for (const [id, set, property, value] of rows!)
        found.set(`${String(id)} ${toName('psets', String(set), String(property))}`, value)
    }
    const expected = elements.flatMap(({ expressID, psets }) =>
      Object.entries(psets).flatMap(([set, members]) =>
        Object.entries(members).map(
          ([property, value]) => [`${expressID} ${toName('psets', set, property)}`, value] as const,
        ),
      ),
    )
    expect(expected.length).toBeGreaterThan(7_000)
    expect([...found].sort()).toEqual([...new Map(expected)].sort())
  })

  it('materials of the elements', async () => {
    const { rows } = await query(
      'SELECT e.expressID, m.value FROM elements_materials m JOIN elements e ON m._parent = e._row',
    )
    expect(rows).toEqual(elements.flatMap((e) => e.materials.map((material) => [e.expressID, material])))
  })

  it('storeys with their elevations', async () => {
    const storeys = elements.filter(({ type }) => type === 'IfcBuildingStorey')
    const { rows } = await query(`SELECT Name, Elevation FROM elements WHERE type = 'IfcBuildingStorey'`)
    expect(rows).toEqual(storeys.map((storey) => [storey.Name, storey.Elevation]))
    const highest = [...storeys].sort((a, b) => b.Elevation! - a.Elevation!)[0]!
    const top = await query(
      `SELECT Name FROM elements WHERE type = 'IfcBuildingStorey' ORDER BY Elevation DESC LIMIT 1`,
    )
    expect(top.value).toBe(highest.Name)
    expect(top.evidence.map((item) => item.pointer)).toEqual([`/elements/${elements.indexOf(highest)}`])
  })

  const join_ = `FROM elements d JOIN elements s ON s.Name = d.storey AND s.type = 'IfcBuildingStorey'`
  const elevationOf = (element: Element) =>
    elements.find(({ type, Name }) => type === 'IfcBuildingStorey' && Name === element.storey)?.Elevation

  it('doors at the elevation of their storey', async () => {
    const doors = elements.filter(({ type }) => type === 'IfcDoor')
    const expected = doors.map((door) => [door.GlobalId, door.storey, elevationOf(door)])
    expect(expected.length).toBeGreaterThan(4)
    const answer = await query(`SELECT d.GlobalId, d.storey, s.Elevation ${join_} WHERE d.type = 'IfcDoor'`)
    expect(answer.rows).toEqual(expected)
    const comma = await query(
      `SELECT d.GlobalId, d.storey, s.Elevation FROM elements d, elements s
       WHERE d.type = 'IfcDoor' AND s.type = 'IfcBuildingStorey' AND s.Name = d.storey`,
    )
    expect(comma.rows).toEqual(expected)
    const cited = elements.filter(
      (e) => doors.includes(e) || (e.type === 'IfcBuildingStorey' && doors.some((d) => d.storey === e.Name)),
    )
    expect(answer.evidence.map((item) => item.pointer).sort()).toEqual(
      cited.map((element) => `/elements/${elements.indexOf(element)}`).sort(),
    )
  })

  it('doors counted by elevation, and those above the ground', async () => {
    const byElevation = new Map<number, number>()
    const doors = elements.filter(({ type }) => type === 'IfcDoor')
    for (const door of doors)
      byElevation.set(elevationOf(door)!, (byElevation.get(elevationOf(door)!) ?? 0) + 1)
    const { rows } = await query(
      `SELECT s.Elevation, count(*) ${join_} WHERE d.type = 'IfcDoor' GROUP BY s.Elevation ORDER BY 1`,
    )
    expect(rows).toEqual([...byElevation].sort(([a], [b]) => a - b))
    const above = await query(`SELECT count(*) ${join_} WHERE d.type = 'IfcDoor' AND s.Elevation > 1`)
    expect(above.value).toBe(doors.filter((door) => elevationOf(door)! > 1).length)
  })

  it('every element beside the elevation of its storey, or none', async () => {
    const { rows, coverage } = await query(
      `SELECT d.expressID, s.Elevation FROM elements d
       LEFT JOIN elements s ON s.Name = d.storey AND s.type = 'IfcBuildingStorey'`,
    )
    expect(rows).toEqual(elements.map((element) => [element.expressID, elevationOf(element) ?? null]))
    expect(coverage).toMatchObject({ considered: elements.length, withheld: 0 })
  })

  it('elements of no storey are counted where a join needs one', async () => {
    const lost = elements.filter(({ storey }) => storey === null).length
    const { value, coverage } = await query(`SELECT count(*) ${join_}`)
    expect(value).toBe(elements.filter((element) => elevationOf(element) !== undefined).length)
    expect(coverage).toEqual({
      considered: elements.length,
      used: elements.length - lost,
      withheld: 0,
      skipped: lost === 0 ? [] : [{ reason: 'null: d.storey', records: lost }],
    })
  })

  it('the storey of an element is a link that was found', async () => {
    const { catalog } = await assay.schema(name)
    expect(catalog.links).toContainEqual(
      expect.objectContaining({
        from: { table: 'elements', column: 'storey' },
        to: { table: 'elements', column: 'Name', where: { column: 'type', value: 'IfcBuildingStorey' } },
      }),
    )
  })
})
