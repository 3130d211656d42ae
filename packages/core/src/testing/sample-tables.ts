import type { Table } from '../columns/table.js'
import { createMemoryTable } from './memory-table.js'

/** Small tables in the shapes of real data, made up here, for tests of questions and answers. */
export const sampleTables = {
  flights: (): Table =>
    createMemoryTable(
      'flights-3m',
      Array.from({ length: 40 }, (_, i) => ({
        date: `2001/01/${String((i % 28) + 1).padStart(2, '0')} 10:00`,
        delay: ((i * 37) % 150) - 20,
        distance: 200 + ((i * 91) % 2000),
        origin: ['ORD', 'ORD', 'ATL', 'DFW', 'SFO'][i % 5]!,
        destination: ['JFK', 'ATL', 'ORD', 'LAX'][i % 4]!,
      })),
    ),
  movies: (): Table =>
    createMemoryTable(
      'movies',
      Array.from({ length: 30 }, (_, i) => ({
        Title: i === 3 ? 'Jaws' : `Film Number ${i}`,
        'US Gross': 1_000_000 + ((i * 7919) % 300_000) * 100,
        'Worldwide Gross': 2_000_000 + ((i * 104_729) % 900_000) * 100,
        'Production Budget': i % 9 === 0 ? null : 500_000 * ((i % 7) + 1),
        'Release Date': `Jan ${i + 1} 1999`,
        'MPAA Rating': ['R', 'PG-13', 'PG', null, 'Not Rated', 'G'][i % 6]!,
        'Running Time min': i % 3 === 0 ? null : 80 + i,
        Distributor: ['Warner Bros.', 'Sony Pictures', 'Universal', null][i % 4]!,
        'Major Genre': ['Drama', 'Comedy', 'Action', 'Thriller/Suspense', null, 'Romantic Comedy'][i % 6]!,
        'Creative Type': ['Fantasy', 'Contemporary Fiction'][i % 2]!,
        Director: [null, 'Steven Spielberg', 'Woody Allen', 'Steven Spielberg', null][i % 5]!,
        'Rotten Tomatoes Rating': i % 4 === 0 ? null : (i * 13) % 100,
        'IMDB Rating': i % 10 === 0 ? null : 4 + ((i * 7) % 50) / 10,
        'IMDB Votes': i % 10 === 0 ? null : 100 + i * 991,
      })),
    ),
  cities: (): Table =>
    createMemoryTable(
      'cities',
      [
        ['Vila', '42.53176', '1.56654', 'AD', '03', ''],
        ['El Tarter', '42.57952', '1.65362', 'AD', '02', ''],
        ['Berlin', '52.52437', '13.41053', 'DE', '16', '00'],
        ['Hamburg', '53.57532', '10.01534', 'DE', '04', '00'],
        ['Munich', '48.13743', '11.57549', 'DE', '02', '091'],
        ['Most', '50.50301', '13.63617', 'CZ', '89', ''],
        ['Nice', '43.70313', '7.26608', 'FR', '93', '06'],
        ['Chicago', '41.85003', '-87.65005', 'US', 'IL', '031'],
      ],
      { columns: ['name', 'lat', 'lng', 'country', 'admin1', 'admin2'] },
    ),
  timber: (): Table =>
    createMemoryTable(
      'holzbauteile-801',
      Array.from({ length: 36 }, (_, i) => {
        const name = ['Ständer', 'Ständer', 'Schwelle', 'Binder', 'Ständer', 'Träger'][i % 6]!
        const isBeam = name === 'Träger'
        return {
          Name: name,
          Konstruktionsart: isBeam ? 'Brettschichtholz' : 'Holzrahmen',
          Holzart: isBeam ? 'Buche' : 'Fichte',
          'Festigkeitsklasse (DIN EN 338/14080)': isBeam ? 'GL70' : 'C24',
          Bauabschnitt: (i % 2) + 1,
          'Kostengruppe (DIN 276)': name === 'Binder' ? 351 : 331,
          'Tragend/ nicht tragend': i % 4 !== 0,
          'Baustoffklasse (DIN EN 13501)': 'D',
          'Feuerwiderstandsklasse (DIN EN 13501)': i % 3 === 0 ? 'REI 60' : 'REI 90',
          'Hersteller/Produkt': isBeam ? 'Pollmeier Baubuche' : 'Hasslacher Gruppe',
          Länge: name === 'Binder' ? 'unbekannt' : 2000 + i * 130,
          Breite: name === 'Binder' ? 'unbekannt' : 48,
          'Höhe (mm)': 248,
          Geschoss:
            isBeam || name === 'Binder' ? undefined : ['EG', '1OG', '2OG'][(i + Math.floor(i / 6)) % 3]!,
        }
      }),
    ),
  elements: (): Table =>
    withPaths(
      createMemoryTable(
        'elements',
        Array.from({ length: 40 }, (_, i) => ({
          expressID: 100 + i,
          type: ['IfcDoor', 'IfcWindow', 'IfcWall', 'IfcSlab', 'IfcDoor'][i % 5]!,
          name: `Element ${i}`,
          'storey.name': ['Level 1', 'Level 2', 'Level 3', 'Roof'][i % 4]!,
          'storey.elevation': (i % 4) * 3.1,
          fireRating: i % 3 === 0 ? 'EI30' : i % 3 === 1 ? null : '',
          isExternal: i % 2 === 0,
          loadBearing: i % 5 === 2,
          width: 600 + (i % 7) * 100,
          volume: i / 10,
        })),
      ),
    ),
}

/** Names with points as the paths of nested objects that they would be. */
function withPaths(table: Table): Table {
  const columns = table.schema.columns.map((column) => ({ ...column, path: column.name.split('.') }))
  return { ...table, schema: { ...table.schema, columns } }
}
