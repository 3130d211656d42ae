const english = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const german = [
  'januar',
  'februar',
  'marz',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'dezember',
]

const months = new Map<string, number>()
for (const names of [german, english]) {
  names.forEach((name, i) => {
    months.set(name, i + 1)
    months.set(name.slice(0, 3), i + 1)
  })
}
months.set('sept', 9)
months.set('maerz', 3)
months.set('janner', 1)

/** Number of a month, 1 to 12, by its English or German name or its first three letters; folded. */
export function monthOf(name: string): number | undefined {
  return months.get(name)
}
