// Columns of a made-up table of deliveries, half of them named in English and half in German. Words repeat across
// names (`supplier city`, `customer city`), as they do in wide tables: one word of a question then has many columns.
const english = {
  things: [
    'order',
    'supplier',
    'customer',
    'warehouse',
    'invoice',
    'carrier',
    'product',
    'driver',
    'vehicle',
    'contract',
    'depot',
    'pallet',
  ],
  join: (thing, what) => `${thing}_${what}`,
  columns: [
    ['name', 'names'],
    ['city', 'cities'],
    ['status', 'kinds'],
    ['weight_kg', 'numbers'],
    ['price', 'numbers'],
    ['opened', 'dates'],
    ['active', 'flags'],
    ['country', 'countries'],
    ['rating', 'numbers'],
  ],
}
const german = {
  things: [
    'Auftrag',
    'Lieferant',
    'Kunde',
    'Lager',
    'Rechnung',
    'Spediteur',
    'Ware',
    'Fahrer',
    'Fahrzeug',
    'Vertrag',
    'Filiale',
    'Palette',
  ],
  join: (thing, what) => `${thing} ${what}`,
  columns: [
    ['Bezeichnung', 'names'],
    ['Ort', 'cities'],
    ['Zustand', 'kinds'],
    ['Breite [mm]', 'numbers'],
    ['Betrag', 'numbers'],
    ['Eingang', 'dates'],
    ['bezahlt', 'flags'],
    ['Land', 'countries'],
    ['Dauer', 'numbers'],
  ],
}

/** The first columns: their names, how a question calls them, what they hold. From 20 on every kind is there. */
export function makeColumns(count) {
  const all = english.things.flatMap((_, thing) =>
    english.columns.flatMap((_, what) =>
      [english, german].map(({ things, join, columns }) => {
        const [name, kind] = columns[what]
        const words = `${things[thing]} ${name.replace(/_kg| \[mm\]/u, '')}`
        return { name: join(things[thing], name), words, kind, language: join === english.join ? 'en' : 'de' }
      }),
    ),
  )
  if (count > all.length) throw new Error(`There are names for ${all.length} columns, not for ${count}.`)
  return all.slice(0, count)
}
