import { createRandom } from '@assay/examples/random.mjs'

const leastRows = 200
const textsPerRow = 10
/** Values of a column that questions may name. */
const sampled = 40
const kinds = ['open', 'closed', 'pending', 'damaged', 'offen', 'erledigt', 'beschädigt', 'unterwegs']
const countries = [
  'Germany',
  'Austria',
  'Spain',
  'Italy',
  'France',
  'Poland',
  'Norway',
  'Greece',
  'Ireland',
  'Hungary',
]
const heads = ['ka', 'lo', 'mi', 'ra', 'te', 'su', 'no', 'vi', 'ba', 'du', 'fe', 'go', 'hu', 'jo', 'pe', 'zi']
const tails = [
  'berg',
  'ton',
  'lund',
  'mar',
  'dorf',
  'nova',
  'stad',
  'rick',
  'field',
  'heim',
  'bury',
  'port',
  'wick',
  'tal',
  'ford',
  'see',
]

const capital = (word) => word[0].toUpperCase() + word.slice(1)

/** A made-up name of two words; different numbers give different names. */
function nameOf(index) {
  const parts = []
  for (let rest = index; parts.length === 0 || rest > 0; rest = Math.floor(rest / 16))
    parts.push(heads[rest % 16])
  const first = parts.join('') + tails[(index * 7) % 16]
  return `${capital(first)} ${capital(heads[(index * 5) % 16] + tails[(index * 11) % 16])}`
}

const cityOf = (index) => capital(heads[index % 16] + heads[index >> 4] + tails[(index * 3) % 16])

/** How many different names each column of names holds: of the first two every row has its own, as far as they go. */
function shareNames(columns, texts, rows) {
  const named = columns.filter(({ kind }) => kind === 'names')
  const whole = Math.min(rows, Math.floor(texts / named.length / 2) * 3)
  const rest = Math.floor((texts - 2 * whole) / (named.length - 2))
  let first = 0
  return new Map(
    named.map(({ name }, at) => {
      const count = at < 2 ? whole : rest
      first += count
      return [name, { first: first - count, count }]
    }),
  )
}

/**
 * A table as JSON text with about `texts` different names in all, and some values of each column. Always the same for
 * the same columns, texts and seed.
 */
export function makeRecords(columns, texts, seed) {
  const random = createRandom(seed)
  const named = columns.filter(({ kind }) => kind === 'names').length
  const rows = Math.max(leastRows, texts / textsPerRow, Math.ceil((texts / named) * 1.5))
  const names = shareNames(columns, texts, rows)
  const makeCell = {
    names: (name, row) => nameOf(names.get(name).first + (row % names.get(name).count)),
    cities: () => cityOf(random.below(256)),
    kinds: () => kinds[random.below(kinds.length)],
    countries: () => countries[random.below(countries.length)],
    numbers: () => random.below(50_000) / 10,
    dates: () => new Date(Date.UTC(2020, 0, 1 + random.below(2000))).toISOString().slice(0, 10),
    flags: () => random.below(2) === 1,
  }
  const values = new Map(columns.map(({ name }) => [name, []]))
  const lines = []
  for (let row = 0; row < rows; row += 1) {
    const record = {}
    for (const { name, kind } of columns) {
      if (kind !== 'names' && random.below(50) === 0) continue
      record[name] = makeCell[kind](name, row)
      if (row % Math.ceil(rows / sampled) === 0) values.get(name).push(record[name])
    }
    lines.push(JSON.stringify(record))
  }
  return { text: `{"deliveries":[${lines.join(',\n')}]}`, rows, values }
}
