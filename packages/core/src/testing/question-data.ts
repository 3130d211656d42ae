/** A shop of customers, products and the orders that name both. */
export interface Shop {
  readonly customers: readonly Customer[]
  readonly products: readonly Product[]
  readonly orders: readonly Order[]
}
export interface Customer {
  readonly id: number
  readonly name: string
  readonly country: string
  readonly city: string
  readonly vip: boolean
  readonly email: string | null
}
export interface Product {
  readonly sku: string
  readonly title: string
  readonly category: string
  readonly price: number
  readonly weight_kg: number
}
export interface Order {
  readonly order_id: number
  readonly customer_id: number
  readonly placed_on: string
  readonly status: string
  readonly total: number
  readonly shipping_days: number | null
  readonly sku: string
  readonly quantity: number
}
export interface Employee {
  readonly name: string
  readonly department: string
  readonly salary: number
  readonly age: number
  readonly manager: string | null
  readonly hired: string
  readonly remote: boolean
}
export interface Machine {
  readonly Bezeichnung: string
  readonly Typ: string
  readonly Werk: string
  readonly 'Leistung [kW]': number | null
  readonly Baujahr: number
  readonly 'Gewicht (kg)': number
  readonly Breite_mm: number
  readonly Wartung: string
  readonly Zustand: string
  readonly inBetrieb: boolean
}

const firstNames = ['Ann', 'Ben', 'Carla', 'David', 'Erik', 'Fatima', 'Greta', 'Hugo']
const lastNames = ['Lee', 'Stone', 'Meyer', 'Okafor', 'Novak', 'Silva', 'Weber', 'Costa']
const dayMs = 86_400_000

/** A linear congruential generator: the same data in every run. */
function createRandom(seed: number): {
  below(limit: number): number
  pick<Item>(items: readonly Item[]): Item
} {
  let state = seed
  const below = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * limit)
  }
  return { below, pick: (items) => items[below(items.length)]! }
}

/** The data sets that questions of tests are asked over, made up here. */
export function makeQuestionData(): {
  readonly shop: Shop
  readonly employees: readonly Employee[]
  readonly machines: { readonly maschinen: readonly Machine[] }
} {
  return { shop: makeShop(), employees: makeEmployees(), machines: { maschinen: makeMachines() } }
}

function makeShop(): Shop {
  const { below, pick } = createRandom(7)
  const customers = Array.from({ length: 60 }, (_, i) => ({
    id: 1000 + i,
    name: `${firstNames[i % 8]} ${lastNames[(i >> 3) % 8]}`,
    country: pick(['Germany', 'Austria', 'France', 'Spain', 'Italy']),
    city: pick(['Berlin', 'Vienna', 'Paris', 'Madrid', 'Rome', 'Linz']),
    vip: below(10) < 3,
    email: below(5) === 0 ? null : `c${i}@example.org`,
  }))
  const products = Array.from({ length: 25 }, (_, i) => ({
    sku: `P-${100 + i}`,
    title: `${pick(['Oak', 'Steel', 'Glass', 'Paper'])} ${pick(['Table', 'Lamp', 'Chair', 'Shelf'])} ${i}`,
    category: pick(['Furniture', 'Lighting', 'Office']),
    price: (500 + i * 1571 + below(1000)) / 100,
    weight_kg: (5 + i * 11 + below(8)) / 10,
  }))
  const orders = Array.from({ length: 400 }, (_, i) => ({
    order_id: i + 1,
    customer_id: 1000 + below(50),
    placed_on: new Date(Date.UTC(2024, 0, 1) + below(500) * dayMs).toISOString().slice(0, 10),
    status: pick(['shipped', 'shipped', 'shipped', 'cancelled', 'pending']),
    total: below(90_000) / 100,
    shipping_days: below(10) === 0 ? null : below(12),
    sku: `P-${100 + below(23)}`,
    quantity: 1 + below(9),
  }))
  return { customers, products, orders }
}

function makeEmployees(): Employee[] {
  const { below, pick } = createRandom(11)
  return Array.from({ length: 120 }, (_, i) => ({
    name: `${firstNames[i % 8]} ${lastNames[(i >> 3) % 8]} ${i}`,
    department: pick(['Sales', 'Engineering', 'Finance', 'Support', 'Legal']),
    salary: 28_000 + i * 601 + below(400),
    age: 20 + below(45),
    manager: pick(['Ann', 'Ben', 'Carla', 'David', 'Ann', 'Ben', null, '']),
    hired: new Date(Date.UTC(2010 + below(14), below(12), 1 + below(28))).toISOString().slice(0, 10),
    remote: below(10) < 4,
  }))
}

function makeMachines(): Machine[] {
  const { below, pick } = createRandom(13)
  const two = (value: number) => String(value).padStart(2, '0')
  return Array.from({ length: 90 }, (_, i) => ({
    Bezeichnung: `Maschine ${i + 1}`,
    Typ: pick(['Fräse', 'Drehbank', 'Säge', 'Presse']),
    Werk: pick(['Nord', 'Süd', 'Ost']),
    'Leistung [kW]': below(10) === 0 ? null : below(900) / 10,
    Baujahr: 1990 + below(34),
    'Gewicht (kg)': 100 + i * 97 + below(90),
    Breite_mm: 500 + i * 31 + below(30),
    Wartung: `${two(1 + below(28))}.${two(1 + below(12))}.${2022 + below(4)}`,
    Zustand: pick(['gut', 'mittel', 'schlecht', 'unbekannt']),
    inBetrieb: below(10) < 7,
  }))
}
