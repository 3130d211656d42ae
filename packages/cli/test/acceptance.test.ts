import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer } from '@assay/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkBuilt, runAssay } from './launcher.js'

const data = fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const isThere = existsSync(data)
if (!isThere) console.warn('SKIPPED: shared/data is not there, so the command was not run over it.')
const timber = join(data, 'timber/holzbauteile-801.json')
const house = join(data, 'buildings/AC20-FZK-Haus.elements.json')

describe.skipIf(!isThere)('the command over real files', () => {
  let folder: string
  beforeAll(() => {
    checkBuilt()
    folder = mkdtempSync(join(tmpdir(), 'assay-acceptance-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function query(file: string, sql: string): Promise<Answer> {
    const { code, out, err } = await runAssay(['query', file, sql, '--json'], folder)
    expect([code, err]).toEqual([0, ''])
    writeFileSync(join(folder, 'answer.json'), out)
    expect(await runAssay(['verify', 'answer.json', '--full'], folder)).toMatchObject({ code: 0 })
    return JSON.parse(out) as Answer
  }

  it('adds up the timber that can be computed, and says what cannot', async () => {
    const truth = JSON.parse(readFileSync(join(data, 'timber/ground-truth.json'), 'utf8')) as {
      volume_m3_total_of_computable: number
      volume_uncomputable_records: number
    }
    const answer = await query(timber, 'SELECT sum("Länge" * "Breite" * "Höhe") / 1000000000 FROM records')
    expect(answer.value).toBeCloseTo(truth.volume_m3_total_of_computable, 12)
    expect(answer.coverage).toEqual({
      considered: 801,
      used: 801 - truth.volume_uncomputable_records,
      withheld: 0,
      skipped: [
        { reason: 'placeholder: Breite', records: 82 },
        { reason: 'placeholder: Länge', records: 73 },
      ],
    })
  })

  it('puts doors at the elevation of their storey', async () => {
    const { elements } = JSON.parse(readFileSync(house, 'utf8')) as { elements: Record<string, unknown>[] }
    const answer = await query(
      house,
      `SELECT d.Name, s.Elevation FROM elements d JOIN elements s ON s.Name = d.storey
       WHERE d.type = 'IfcDoor' AND s.type = 'IfcBuildingStorey'`,
    )
    const doors = elements.filter((element) => element['type'] === 'IfcDoor')
    const storeys = elements.filter((element) => element['type'] === 'IfcBuildingStorey')
    expect(answer.rows).toEqual(
      doors.map((door) => [
        door['Name'],
        storeys.find((storey) => storey['Name'] === door['storey'])?.['Elevation'],
      ]),
    )
  })
})
