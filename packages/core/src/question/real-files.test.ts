import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openJson } from '../testing/ask-json.js'
import { avg, countBy, median, mostOf, sum } from '../testing/gold-measures.js'
import { type Gold, isSameAnswer } from '../testing/same-answer.js'

type Row = Readonly<Record<string, unknown>>
interface Element {
  readonly type: string
  readonly Name?: string
  readonly LongName?: string
  readonly Elevation?: number
  readonly OverallWidth: number
  readonly OverallHeight: number
  readonly storey: string | null
  readonly space: string | null
  readonly psets: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
}

const data = fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
const isThere = existsSync(data)
if (!isThere) console.warn('SKIPPED: shared/data is not there, so no question was asked over it.')

const n = (list: readonly unknown[]) => list.length
const nums = (list: readonly unknown[]) => list.filter((value) => typeof value === 'number')
const texts = (list: readonly unknown[]) => list.filter((value) => typeof value === 'string')
const uniq = (list: readonly unknown[]): string[] => [...new Set(texts(list))]
const name = (value: string) => (row: Row) => row['Name'] === value
const is = (type: string) => (element: Element) => element.type === type
const at = (storey: string) => (element: Element) => element.storey === storey

/** Golds are worked out by plain JavaScript over `JSON.parse`. */
const timber: readonly (readonly [string, (d: readonly Row[]) => Gold])[] = [
  ['Wie viele Ständer gibt es?', (d) => n(d.filter(name('Ständer')))],
  ['Wie viele Bauteile sind aus Buche?', (d) => n(d.filter((x) => x['Holzart'] === 'Buche'))],
  [
    'Anzahl der Schwellen im EG',
    (d) => n(d.filter((x) => x['Name'] === 'Schwelle' && x['Geschoss'] === 'EG')),
  ],
  [
    'Wie viele Wände stehen im Dachgeschoss?',
    (d) => n(d.filter((x) => x['Name'] === 'Wand' && x['Geschoss'] === 'DG')),
  ],
  [
    'Wie viele Ständer befinden sich im 2. Obergeschoss?',
    (d) => n(d.filter((x) => x['Name'] === 'Ständer' && x['Geschoss'] === '2OG')),
  ],
  ['Welche Holzarten gibt es?', (d) => uniq(d.map((x) => x['Holzart']))],
  ['Nenne alle Festigkeitsklassen', (d) => uniq(d.map((x) => x['Festigkeitsklasse (DIN EN 338/14080)']))],
  ['Wie viele verschiedene Materialien kommen vor?', (d) => n(uniq(d.map((x) => x['Material'])))],
  [
    'Wie lang ist der längste Ständer?',
    (d) => Math.max(...nums(d.filter(name('Ständer')).map((x) => x['Länge']))),
  ],
  [
    'Was ist die kleinste Länge der Rähme?',
    (d) => Math.min(...nums(d.filter(name('Rähm')).map((x) => x['Länge']))),
  ],
  ['Gesamtlänge aller Schwellen', (d) => sum(nums(d.filter(name('Schwelle')).map((x) => x['Länge'])))],
  [
    'durchschnittliche Länge der Ständer im Erdgeschoss',
    (d) =>
      avg(nums(d.filter((x) => x['Name'] === 'Ständer' && x['Geschoss'] === 'EG').map((x) => x['Länge']))),
  ],
  ['Median der Höhe der Ständer', (d) => median(nums(d.filter(name('Ständer')).map((x) => x['Höhe'])))],
  [
    'Wie viele Bauteile haben kein Geschoss?',
    (d) => n(d.filter((x) => x['Geschoss'] === undefined || x['Geschoss'] === null || x['Geschoss'] === '')),
  ],
  [
    'Anzahl der Bauteile je Geschoss',
    (d) => {
      const m = countBy(d, (x) => x['Geschoss'] ?? null)
      return m
    },
  ],
  ['Wie viele Teile pro Holzart?', (d) => countBy(d, (x) => x['Holzart'])],
  [
    'In welchem Geschoss gibt es die meisten Ständer?',
    (d) =>
      mostOf(
        countBy(
          d.filter((x) => x['Name'] === 'Ständer' && x['Geschoss']),
          (x) => x['Geschoss'],
        ),
      ),
  ],
  ['Welches Material ist am häufigsten?', (d) => mostOf(countBy(d, (x) => x['Material']))],
  [
    'Wie viele Ständer sind länger als 3000 mm?',
    (d) => n(d.filter((x) => x['Name'] === 'Ständer' && Number(x['Länge']) > 3000)),
  ],
  [
    'Wie viele Bauteile haben eine Länge zwischen 2000 und 3000?',
    (d) => n(d.filter((x) => Number(x['Länge']) >= 2000 && Number(x['Länge']) <= 3000)),
  ],
  ['Gibt es Decken aus Fichte?', (d) => d.some((x) => x['Name'] === 'Decke' && x['Holzart'] === 'Fichte')],
  ['Gibt es mehr Schwellen als Träger?', (d) => n(d.filter(name('Schwelle'))) > n(d.filter(name('Träger')))],
  [
    'Wie viele Binder mehr als Träger gibt es?',
    (d) => n(d.filter(name('Binder'))) - n(d.filter(name('Träger'))),
  ],
  [
    'Wie viel Prozent der Bauteile sind aus Fichte?',
    (d) => (100 * n(d.filter((x) => x['Holzart'] === 'Fichte'))) / n(d),
  ],
  [
    'Wie hoch ist der Anteil der Bauteile mit Festigkeitsklasse GL70?',
    (d) => (100 * n(d.filter((x) => x['Festigkeitsklasse (DIN EN 338/14080)'] === 'GL70'))) / n(d),
  ],
  ['Wie viele Bauteile sind nicht aus Fichte?', (d) => n(d.filter((x) => x['Holzart'] !== 'Fichte'))],
  [
    'Wie viele Teile kommen von Pollmeier Baubuche?',
    (d) => n(d.filter((x) => x['Hersteller/Produkt'] === 'Pollmeier Baubuche')),
  ],
  ['Wie viele Bauteile in Kostengruppe 351?', (d) => n(d.filter((x) => x['Kostengruppe (DIN 276)'] === 351))],
  [
    'Wie viele Fichtenständer gibt es im 1OG?',
    (d) =>
      n(d.filter((x) => x['Name'] === 'Ständer' && x['Holzart'] === 'Fichte' && x['Geschoss'] === '1OG')),
  ],
  ['Hersteller der Träger', (d) => uniq(d.filter(name('Träger')).map((x) => x['Hersteller/Produkt']))],
  [
    'Wie viele Bauteile sind aus Buche oder aus Holzfaser?',
    (d) => n(d.filter((x) => ['Buche', 'Holzfaser'].includes(String(x['Holzart'])))),
  ],
]

const duplex: readonly (readonly [string, (d: readonly Element[]) => Gold])[] = [
  ['How many doors are there?', (d) => n(d.filter(is('IfcDoor')))],
  ['number of windows on Level 1', (d) => n(d.filter((e) => is('IfcWindow')(e) && at('Level 1')(e)))],
  [
    'how many doors are not on level 1',
    (d) => n(d.filter((e) => is('IfcDoor')(e) && e.storey !== 'Level 1')),
  ],
  ['Which storeys are there?', (d) => uniq(d.map((e) => e.storey).filter(Boolean))],
  ['how many different types are there', (d) => n(uniq(d.map((e) => e.type)))],
  ['average overall height of windows', (d) => avg(d.filter(is('IfcWindow')).map((e) => e.OverallHeight))],
  [
    'how many doors have an overall width of more than 0.9',
    (d) => n(d.filter((e) => is('IfcDoor')(e) && e.OverallWidth > 0.9)),
  ],
  ['number of beams per storey', (d) => countBy(d.filter(is('IfcBeam')), (e) => e.storey)],
  [
    'Which storey has the most furnishing elements?',
    (d) =>
      mostOf(
        countBy(
          d.filter((e) => is('IfcFurnishingElement')(e) && e.storey),
          (e) => e.storey,
        ),
      ),
  ],
  [
    'how many more windows than doors are there',
    (d) => n(d.filter(is('IfcWindow'))) - n(d.filter(is('IfcDoor'))),
  ],
  ['are there more doors than windows', (d) => n(d.filter(is('IfcDoor'))) > n(d.filter(is('IfcWindow')))],
  [
    'what percentage of the doors are on Level 2',
    (d) => (100 * n(d.filter((e) => is('IfcDoor')(e) && at('Level 2')(e)))) / n(d.filter(is('IfcDoor'))),
  ],
  ['how many elements have no storey', (d) => n(d.filter((e) => !e.storey))],
  ['how many elements are in space B103', (d) => n(d.filter((e) => e.space === 'B103'))],
  ['is there a roof', (d) => d.some(is('IfcRoof'))],
  ['How many footings are on T/FDN?', (d) => n(d.filter((e) => is('IfcFooting')(e) && e.storey === 'T/FDN'))],
  [
    'how many doors are on a storey with an elevation above 1',
    (d) => {
      const ok = new Set(
        d.filter((e) => is('IfcBuildingStorey')(e) && (e.Elevation ?? 0) > 1).map((e) => e.Name),
      )
      return n(d.filter((e) => is('IfcDoor')(e) && ok.has(e.storey ?? '')))
    },
  ],
  [
    'Wie viele Fenster gibt es auf Level 2?',
    (d) => n(d.filter((e) => is('IfcWindow')(e) && at('Level 2')(e))),
  ],
  [
    'Wie viele Außentüren gibt es?',
    (d) => n(d.filter((e) => is('IfcDoor')(e) && e.psets['Pset_DoorCommon']?.['IsExternal'] === true)),
  ],
  [
    'how many external doors are there',
    (d) => n(d.filter((e) => is('IfcDoor')(e) && e.psets['Pset_DoorCommon']?.['IsExternal'] === true)),
  ],
  [
    'how many windows are not external',
    (d) => n(d.filter((e) => is('IfcWindow')(e) && e.psets['Pset_WindowCommon']?.['IsExternal'] === false)),
  ],
  ['median overall width of the doors', (d) => median(d.filter(is('IfcDoor')).map((e) => e.OverallWidth))],
  [
    'how many spaces have LongName Kitchen',
    (d) => n(d.filter((e) => is('IfcSpace')(e) && e.LongName === 'Kitchen')),
  ],
]

const house: readonly (readonly [string, (d: readonly Element[]) => Gold])[] = [
  [
    'Wie viele Türen gibt es im Erdgeschoss?',
    (d) => n(d.filter((e) => is('IfcDoor')(e) && at('Erdgeschoss')(e))),
  ],
  [
    'Wie viele Fenster hat das Dachgeschoss?',
    (d) => n(d.filter((e) => is('IfcWindow')(e) && at('Dachgeschoss')(e))),
  ],
  ['How many beams are there?', (d) => n(d.filter(is('IfcBeam')))],
  ['count the elements per type', (d) => countBy(d, (e) => e.type)],
  [
    'Welches Geschoss hat die meisten Fenster?',
    (d) =>
      mostOf(
        countBy(
          d.filter((e) => is('IfcWindow')(e) && e.storey),
          (e) => e.storey,
        ),
      ),
  ],
  ['Gibt es mehr Fenster als Türen?', (d) => n(d.filter(is('IfcWindow'))) > n(d.filter(is('IfcDoor')))],
  ['Wie viele Elemente haben kein Geschoss?', (d) => n(d.filter((e) => !e.storey))],
  [
    'what share of elements is on the storey Dachgeschoss',
    (d) => (100 * n(d.filter(at('Dachgeschoss')))) / n(d),
  ],
  [
    'Wie breit ist das breiteste Fenster?',
    (d) => Math.max(...d.filter(is('IfcWindow')).map((e) => e.OverallWidth)),
  ],
  [
    'how many members are on the Dachgeschoss storey',
    (d) => n(d.filter((e) => is('IfcMember')(e) && at('Dachgeschoss')(e))),
  ],
  ['Wie viele Geländer gibt es?', (d) => n(d.filter(is('IfcRailing')))],
]

/** What these files do not say. */
const unanswerable = {
  timber: [
    'Was kosten die Ständer?',
    'Wie schwer ist der schwerste Träger?',
    'Wie viele Fenster gibt es?',
    'Wer hat die Schwellen montiert?',
    'Wie viele rote Ständer gibt es?',
    'Wann wurden die Binder geliefert?',
    'Wie viele Ständer sind aus Eiche?',
    'Wie viele Ständer gibt es im Keller?',
    'Wie viel Liter Lack brauchen die Binder?',
    'Welche Ständer sind morsch?',
  ],
  duplex: [
    'How many elevators are there?',
    'What did the roof cost?',
    'How many doors are on Level 7?',
    'who designed the windows',
    'how many oak doors are there',
    'which door was installed last',
    'how many doors need repair',
    'What is the energy demand of the building?',
  ],
  house: [
    'Wie viele Aufzüge gibt es?',
    'Wie alt ist das Dach?',
    'How many windows were replaced in 2019?',
    'Wer wohnt im Dachgeschoss?',
    'Wie viele Türen sind aus Stahl?',
    'Wie laut ist es im Schlafzimmer?',
  ],
}

const files = {
  timber: 'timber/holzbauteile-801.json',
  duplex: 'buildings/duplex.elements.json',
  house: 'buildings/AC20-FZK-Haus.elements.json',
} as const

type File = keyof typeof files

const read = (file: File) => readFileSync(`${data}/${files[file]}`, 'utf8')
const open = (file: File) => openJson(read(file), files[file].replace(/^.*\/|\.json$/gu, ''))

async function score(file: File, golds: readonly (readonly [question: string, gold: Gold])[]) {
  const { ask } = await open(file)
  const wrong: string[] = []
  let right = 0
  for (const [question, gold] of golds) {
    const { reading, rows, text } = await ask(question)
    if (reading.status !== 'plan') continue
    if (isSameAnswer(gold, rows)) right++
    else wrong.push(`${question}: ${text}`)
  }
  return { right, wrong }
}

describe('questions over real files', () => {
  it.skipIf(!isThere)('answers most of them, and none wrong', async () => {
    const parts: unknown = JSON.parse(isThere ? read('timber') : '{}')
    const rows = Object.values(parts as Record<string, Row[]>).flat()
    const elements = (file: File) => (JSON.parse(read(file)) as { elements: Element[] }).elements
    const golds = {
      timber: timber.map(([question, gold]) => [question, gold(rows)] as const),
      duplex: duplex.map(([question, gold]) => [question, gold(elements('duplex'))] as const),
      house: house.map(([question, gold]) => [question, gold(elements('house'))] as const),
    }
    const asked = n(timber) + n(duplex) + n(house)
    const scores = await Promise.all((Object.keys(files) as File[]).map((file) => score(file, golds[file])))
    expect(scores.flatMap(({ wrong }) => wrong)).toEqual([])
    expect(asked).toBeGreaterThanOrEqual(60)
    expect(sum(scores.map(({ right }) => right)) / asked).toBeGreaterThanOrEqual(0.95)
  })

  it.skipIf(!isThere)('answers nothing that they do not say, and says what is missing', async () => {
    for (const file of Object.keys(files) as File[]) {
      const { ask } = await open(file)
      for (const question of unanswerable[file]) {
        const { reading, text } = await ask(question)
        expect(`${question} ${reading.status}`).toBe(`${question} unsupported`)
        expect(text.length).toBeGreaterThan(20)
      }
    }
  })
})
